package dev.entail.testkit.contract.runtime;

import static dev.entail.runtime.sideeffect.SideEffect.answering;
import static dev.entail.runtime.sideeffect.SideEffect.sideEffect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Entity;
import dev.entail.core.error.EntailException;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.dispatch.WriteResult;
import dev.entail.runtime.sideeffect.PostCommit;
import dev.entail.runtime.sideeffect.SideEffect;
import dev.entail.runtime.sideeffect.SideEffectOutcome;
import dev.entail.storage.transaction.TransactionOptions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What runs after a commit: when, how often, in which order, and what its failures mean. */
abstract class SideEffectContract extends RuntimeGroup {
    private static final Consumer<Effect> BROKEN = effect -> {
        throw new IllegalStateException("the mail server is down");
    };

    @Test
    @DisplayName(
            "T-141 EVS-16 T-PST-01 a postCommit that fails is reported; what is stored stays, and side effects run all"
                    + " the same")
    final void postCommitFails() {
        AtomicInteger runs = new AtomicInteger();
        CustomSource source = Till.source("Book")
                .afterDispatch(hook -> Map.of("a", 1))
                .postCommit(hook -> {
                    runs.incrementAndGet();
                    throw new AssertionError("broken");
                });
        Entail entail =
                open(Till.model(source), how -> how.sideEffect(answering("mail", Till.BOOKING, effect -> "sent")));

        DispatchResult result = Till.book(entail, source, 5);

        assertThat(result.isAccepted()).isTrue();
        assertThat(result.context()).isEqualTo(Map.of("a", 1));
        assertThat(result.postCommit().status()).isEqualTo(PostCommit.Status.FAILED);
        assertThat(result.postCommit().failures()).singleElement().satisfies(failure -> {
            assertThat(failure.name()).isEqualTo(SideEffectOutcome.POST_COMMIT);
            assertThat(failure.effect()).isEmpty();
            assertThat(error(failure).code()).isEqualTo("SIDE_EFFECT_FAILED");
            assertThat(error(failure)).hasRootCauseMessage("broken");
        });
        assertThat(result.postCommit().of("mail"))
                .extracting(SideEffectOutcome::result)
                .containsExactly("sent");
        assertThat(runs).hasValue(1);
        assertThat(Till.bookings(entail)).isEqualTo(1);
    }

    private static EntailException error(SideEffectOutcome outcome) {
        return Objects.requireNonNull(outcome.error());
    }

    @Test
    @DisplayName("EVS-17 T-PST-02 T-PST-07 nothing runs after a refused dispatch; nothing to run is complete")
    final void refused() {
        AtomicInteger runs = new AtomicInteger();
        CustomSource source = Till.source("Book").postCommit(hook -> Map.of("runs", runs.incrementAndGet()));
        CustomSource plain = Till.source("Plain");
        Entail entail = open(
                Till.model(source, plain),
                how -> how.sideEffect(sideEffect("count", Till.NOTE, effect -> runs.incrementAndGet())));
        DispatchResult result = Till.book(entail, source, Till.UNLUCKY);
        assertThat(result.isAccepted()).isFalse();
        assertThat(result.postCommit().status()).isEqualTo(PostCommit.Status.NOT_RUN);
        assertThat(runs).hasValue(0);
        PostCommit complete = Till.book(entail, plain, 1).postCommit();
        assertThat(complete.isComplete()).isTrue();
        assertThat(complete.outcomes()).isEmpty();
    }

    @Test
    @DisplayName("T-PST-03 PST-01 after a retry the work of the committed attempt runs once, with its effects only")
    final void retried() {
        AtomicInteger attempts = new AtomicInteger();
        List<Effect> heard = new ArrayList<>();
        List<Entail> self = new ArrayList<>();
        CustomSource source = CustomSource.source("Book", Till.EVENT).afterDispatch(hook -> {
            hook.records().create(Till.NOTE, Draft.of("text", "attempt"));
            if (attempts.incrementAndGet() == 1) {
                faults(self.get(0)).failBefore(1, () -> new SQLException("injected", "40001"));
            }
            return Map.of("runs", attempts.get());
        });
        Entail entail =
                openFaulty(Till.model(source), how -> how.sideEffect(sideEffect("hear", Till.NOTE, heard::add)));
        self.add(entail);

        DispatchResult result = entail.dispatch(source, call -> call).orThrow();

        assertThat(result.context()).isEqualTo(Map.of("runs", 2));
        assertThat(Events.of(heard)).containsExactly("create Note");
        assertThat(Events.of(result.effects())).containsExactly("create TillEvent", "create Note");
        assertThat(Till.notes(entail)).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "T-143 T-PST-04 T-PST-05 T-DSP-19 each side effect hears of its record only, in order, and fails alone")
    final void isolated() {
        List<String> heard = new ArrayList<>();
        CustomSource source = Till.source("Book");
        Entail entail = open(
                Till.model(source),
                how -> how.sideEffect(sideEffect("broken", Till.BOOKING, BROKEN))
                        .sideEffect(sideEffect("first", Till.BOOKING, effect -> heard.add("first")))
                        .sideEffect(sideEffect("note", Till.NOTE, effect -> heard.add("note")))
                        .sideEffect(answering("event", Till.EVENT, effect -> heard.add("event"))));

        DispatchResult result = Till.book(entail, source, 5).orThrow();

        assertThat(heard).containsExactly("event", "first");
        assertThat(result.sideEffects())
                .extracting(SideEffectOutcome::name)
                .containsExactly("event", "broken", "first");
        assertThat(result.postCommit().of("event"))
                .extracting(SideEffectOutcome::result)
                .containsExactly(true);
        SideEffectOutcome failure = result.postCommit().failures().getFirst();
        assertThat(failure.effect()).hasValue(1);
        assertThat(error(failure).details())
                .containsEntry("sideEffect", "broken")
                .containsEntry("record", "Booking")
                .containsEntry("mutation", "create")
                .containsEntry("id", "1");
        assertThat(error(failure)).hasRootCauseMessage("the mail server is down");
    }

    @Test
    @DisplayName("PST-04 PST-07 SFX-05 a failure is logged, and says whose it is")
    final void logged() {
        CustomSource source = Till.source("Book");
        Entail entail = open(Till.model(source), how -> how.sideEffect(sideEffect("broken", Till.BOOKING, BROKEN)));
        assertThat(warnings(() -> Till.book(entail, source, 5))).singleElement().satisfies(entry -> {
            assertThat(entry.getMessage()).contains("broken", "Booking 1");
            assertThat(entry.getThrown()).hasFieldOrPropertyWithValue("code", "SIDE_EFFECT_FAILED");
        });
    }

    @Test
    @DisplayName("T-PST-06 PST-05 every run of a side effect has an outcome of its own")
    final void perEffect() {
        CustomSource source = Till.source("Book").resolve(hook -> {
            RecordId note = hook.records().create(Till.NOTE, Draft.of("text", "a"));
            hook.records().exists(Query.of("Note"));
            return hook.records().update(Till.NOTE, note, Draft.of("text", "b"));
        });
        Entail entail = open(
                Till.model(source),
                how -> how.sideEffect(answering("note", Till.NOTE, effect -> {
                    if (effect.mutation() instanceof MutationEvent.Created) {
                        throw new IllegalStateException("not yet");
                    }
                    return "fine";
                })));
        DispatchResult result = Till.book(entail, source, 1).orThrow();
        assertThat(result.postCommit().of("note"))
                .extracting(SideEffectOutcome::isFailure)
                .containsExactly(true, false);
        assertThat(result.postCommit().of("note").get(1).result()).isEqualTo("fine");
        assertThat(result.postCommit().status()).isEqualTo(PostCommit.Status.FAILED);
        assertThat(result.postCommit().failures()).hasSize(1);
    }

    @Test
    @DisplayName("PST-05 SFX-04 of a view a side effect hears who enters and who leaves, of a relation every link")
    final void viewsAndRelations() {
        List<String> heard = new ArrayList<>();
        CustomSource source = Till.source("Book").resolve(hook -> {
            RecordId ann = hook.records().create(Till.CLERK, Draft.of("name", "Ann"));
            RecordId note = hook.records().create(Till.NOTE, Draft.of("readers", List.of(ann)));
            hook.records().exists(Query.of("Note"));
            return hook.records().delete(Till.NOTE, note);
        });
        CustomSource shrink = CustomSource.source("Shrink", Till.EVENT)
                .resolve(hook -> hook.records().update(Till.BOOKING, RecordId.of(1), Draft.of("amount", 5)));
        Consumer<Effect> hear = effect -> heard.addAll(Events.of(List.of(effect)));
        Entail entail = open(
                Till.model(source, shrink),
                how -> how.sideEffect(sideEffect("large", Till.LARGE, hear))
                        .sideEffect(sideEffect("read", Till.READ, hear)));
        Till.book(entail, source, 500).orThrow();
        assertThat(heard).containsExactly("create LargeBooking", "create Read", "delete Read");
        heard.clear();
        entail.dispatch(shrink, call -> call).orThrow();
        assertThat(heard).containsExactly("delete LargeBooking");
    }

    @Test
    @DisplayName("T-PST-08 PST-06 direct writes have side effects only when they are asked for")
    final void directWrites() {
        AtomicInteger runs = new AtomicInteger();
        Entail entail = open(
                Till.model(Till.source("Book")),
                how -> how.sideEffect(answering("mail", Till.NOTE, effect -> runs.incrementAndGet())));
        Till.note(entail, "silent");
        entail.inTransaction(writes -> writes.create(Till.NOTE, Draft.of("text", "silent")));
        entail.effects(writes -> writes.create(Till.NOTE, Draft.of("text", "silent")));
        assertThat(runs).hasValue(0);
        WriteResult<RecordId> written = entail.inTransactionWithSideEffects(
                TransactionOptions.DEFAULT, writes -> writes.create(Till.NOTE, Draft.of("text", "loud")));
        assertThat(written.value()).isEqualTo(RecordId.of(4));
        assertThat(Events.of(written.effects())).containsExactly("create Note");
        assertThat(written.postCommit().outcomes())
                .extracting(SideEffectOutcome::result)
                .containsExactly(1);
    }

    @Test
    @DisplayName("EVS-43 T-PST-09 T-PST-10 RRN-01..04 the side effects of a creation run again with what is stored")
    final void rerun() {
        AtomicBoolean down = new AtomicBoolean(true);
        List<MutationEvent> heard = new ArrayList<>();
        Consumer<Effect> mail = effect -> {
            if (down.get()) {
                throw new IllegalStateException("down");
            }
            heard.add(effect.mutation());
        };
        CustomSource source = Till.source("Book").resolve(hook -> {
            RecordId ann = hook.records().create(Till.CLERK, Draft.of("name", "Ann"));
            hook.records().update(Till.BOOKING, RecordId.of(1), Draft.of("clerk", ann));
            RecordId note = hook.records().create(Till.NOTE, Draft.of("text", "x"));
            return hook.records().link(Till.READ, Link.between(ann, note).with("stars", 2));
        });
        Entail entail = open(
                Till.model(source),
                how -> how.sideEffect(sideEffect("booking", Till.BOOKING, mail))
                        .sideEffect(sideEffect("large", Till.LARGE, mail))
                        .sideEffect(sideEffect("read", Till.READ, mail))
                        .sideEffect(sideEffect("liked", Till.LIKED, mail))
                        .sideEffect(sideEffect("by", Till.BOOKED_BY, mail)));
        RecordId one = RecordId.of(1);
        assertThat(Till.book(entail, source, 200).orThrow().postCommit().failures())
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(entail.rerunSideEffects(Till.BOOKING, one).status()).isEqualTo(PostCommit.Status.FAILED);
        down.set(false);
        assertThat(entail.rerunSideEffects(Till.BOOKING, one).isComplete()).isTrue();
        assertThat(entail.rerunSideEffects(Till.LARGE, one).outcomes()).hasSize(1);
        assertThat(entail.rerunSideEffects(Till.READ, one).isComplete()).isTrue();
        assertThat(entail.rerunSideEffects(Till.LIKED, one).isComplete()).isTrue();
        assertThat(entail.rerunSideEffects(Till.BOOKED_BY, one).isComplete()).isTrue();
        assertThat(entail.rerunSideEffects(Till.CLERK, one).outcomes())
                .as("nothing is interested")
                .isEmpty();
        Map<String, Object> read = Map.of("stars", 2L, "source", one, "target", one);
        Map<String, Object> booking = Map.of("text", "booked", "amount", 200L, "checked", 200L);
        assertThat(heard)
                .containsExactly(
                        new MutationEvent.Created("Booking", one, booking),
                        new MutationEvent.Created("LargeBooking", one, booking),
                        new MutationEvent.Created("Read", one, read),
                        new MutationEvent.Created("Liked", one, read),
                        new MutationEvent.Created(Till.BOOKED_BY.name(), one, Map.of("source", one, "target", one)));
    }

    @Test
    @DisplayName("T-PST-09 RRN-03 there is nothing to run again for what is unknown, gone, or not committed yet")
    final void rerunRefused() {
        Entail entail = open(Till.model(Till.source("Book")));
        RecordId note = Till.note(entail, "x");
        entail.delete(Till.NOTE, note);
        assertThat(failureOf(() -> entail.rerunSideEffects(Till.NOTE, note)).code())
                .isEqualTo("RECORD_NOT_FOUND");
        assertThat(failureOf(() -> entail.rerunSideEffects(Entity.entity("Nobody"), note))
                        .code())
                .isEqualTo("UNKNOWN_NAME");
        assertThat(failureOf(() -> entail.inTransaction(writes -> entail.rerunSideEffects(Till.NOTE, note)))
                        .code())
                .isEqualTo("TRANSACTION_MISUSED");
    }

    @Test
    @DisplayName("RRN-05 a postCommit runs again with what the dispatch led to, and nothing else does")
    final void rerunPostCommit() {
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger mails = new AtomicInteger();
        CustomSource source = Till.source("Book")
                .resolve(hook -> "data")
                .afterDispatch(hook -> Map.of("a", 1))
                .postCommit(hook -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new IllegalStateException("down");
                    }
                    return Map.of("seen", hook.data() + " " + hook.context().get("a"));
                });
        Entail entail = open(
                Till.model(source),
                how -> how.sideEffect(sideEffect("mail", Till.BOOKING, effect -> mails.incrementAndGet())));
        DispatchResult first = Till.book(entail, source, 1).orThrow();
        assertThat(first.postCommit().isComplete()).isFalse();
        DispatchResult again = entail.rerunPostCommit(source, Till.amount(1), first);
        assertThat(again.postCommit().isComplete()).isTrue();
        assertThat(again.context()).isEqualTo(Map.of("a", 1, "seen", "data 1"));
        assertThat(again.effects()).isEqualTo(first.effects());
        assertThat(mails).hasValue(1);
        assertThat(Till.events(entail)).isEqualTo(1);
    }

    @Test
    @DisplayName("SFX-03 a side effect with a reserved name, a name twice or an unknown record is refused at open")
    final void refusedAtOpen() {
        SideEffect mail = sideEffect("mail", Till.NOTE, effect -> {});
        assertThat(opening(mail, mail)).isEqualTo("SIDE_EFFECT_INVALID");
        assertThat(opening(sideEffect(SideEffectOutcome.POST_COMMIT, Till.NOTE, effect -> {})))
                .isEqualTo("SIDE_EFFECT_INVALID");
        assertThat(opening(sideEffect(" ", Till.NOTE, effect -> {}))).isEqualTo("SIDE_EFFECT_INVALID");
        assertThat(opening(sideEffect("mail", Entity.entity("Nobody"), effect -> {})))
                .isEqualTo("UNKNOWN_NAME");
    }

    private String opening(SideEffect... sideEffects) {
        return failureOf(() -> open(Till.model(Till.source("Book")), how -> {
                    List.of(sideEffects).forEach(how::sideEffect);
                    return how;
                }))
                .code();
    }
}
