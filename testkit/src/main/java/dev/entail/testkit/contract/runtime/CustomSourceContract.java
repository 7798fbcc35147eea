package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.entail.Entail;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.port.RecordWriter;
import dev.entail.runtime.sideeffect.PostCommit;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Event sources whose steps are functions: their order, what each may do, and what a failure of each leaves. */
abstract class CustomSourceContract extends RuntimeGroup {
    @Test
    @DisplayName("T-DSP-01 T-DSP-11 EVS-50 what mapEventData gives is the one event, and everything that follows is in"
            + " force")
    final void mapped() {
        CustomSource source = Till.source("Book");
        Entail entail = open(Till.model(source));

        DispatchResult result = Till.book(entail, source, 8).orThrow();

        Row event = entail.query(Till.EVENT).select("*").list().getFirst();
        assertThat(event.text("kind")).isEqualTo("booked");
        assertThat(Till.events(entail)).isEqualTo(1);
        assertThat(Events.of(result.effects()).subList(0, 2)).containsExactly("create TillEvent", "create Booking");
        assertThat(result.effects().getFirst().mutation().id()).isEqualTo(event.id());
        assertThat(Till.bookings(entail)).isEqualTo(1);
        assertThat(Till.total(entail)).isEqualTo(8);
    }

    @Test
    @DisplayName("T-144 EVS-13 T-DSP-02 EVS-04 without mapEventData an empty event is stored, which derivations see as"
            + " nulls")
    final void empty() {
        CustomSource tick = CustomSource.source("Tick", Till.EVENT);
        Entail entail = open(Till.model(tick));
        DispatchResult result = entail.dispatch("Tick", DispatchCall.of(null, Map.of("amount", 5)));
        assertThat(Events.of(result.orThrow().effects())).containsExactly("create TillEvent");
        Row event = entail.query(Till.EVENT).select("*").list().getFirst();
        assertThat(event.values()).containsEntry("kind", null).containsEntry("amount", null);
        assertThat(Till.bookings(entail)).isZero();
    }

    @Test
    @DisplayName("EVS-04 derivations see the records that an event points to by their ids")
    final void pointing() {
        Entity item = Entity.entity("Item");
        Entity notice = Entity.entity("Notice");
        Entity entry = Entity.entity("Entry", Property.integer("item"));
        CustomSource source = CustomSource.source("Notify", notice)
                .mapEventData(hook -> Draft.of("about", hook.call().payload().get("item")));
        Entail entail = open(Model.model("Pointing")
                .facts(item, entry, Relation.manyToOne(notice, "about", item, "notices"))
                .events(source)
                .derive(
                        entry,
                        Transform.toRecord(
                                source,
                                event -> Draft.of(
                                        "item", event.reference("about").value())))
                .build());
        RecordId id = entail.create(item, Draft.empty());
        entail.dispatch(source, call -> call.payload("item", id)).orThrow();
        assertThat(entail.query(entry).select("item").first().orElseThrow().integer("item"))
                .isEqualTo(id.value());
    }

    @Test
    @DisplayName("EVS-12 EVS-20 T-DSP-03 T-DSP-10 T-DSP-21 a guard that throws leaves nothing, and no later step runs")
    final void guardRefuses() {
        List<String> steps = new ArrayList<>();
        CustomSource source = stepByStep(steps).guard(hook -> {
            throw new EntailException("NOT_TODAY", "The till is closed", Map.of());
        });
        Entail entail = open(Till.model(source));

        DispatchResult result = Till.book(entail, source, 1);

        assertThat(result.refusal().code()).isEqualTo("NOT_TODAY");
        assertThat(result.data()).isNull();
        assertThat(result.effects()).isEmpty();
        assertThat(result.context()).isEmpty();
        assertThat(result.postCommit()).isEqualTo(PostCommit.NOT_RUN);
        assertThat(failureOf(result::orThrow)).isSameAs(result.error());
        assertThat(steps).isEmpty();
        assertThat(Till.isEmpty(entail)).isTrue();
    }

    @Test
    @DisplayName(
            "T-139 EVS-10 EVS-11 DSP-05 the steps run in their order: guard, event, answer, facts, commit, and what"
                    + " follows it")
    final void order() {
        List<String> steps = new ArrayList<>();
        CustomSource source = stepByStep(steps);
        Entail entail = open(Till.model(source));
        Till.book(entail, source, 1).orThrow();
        assertThat(steps).containsExactly("guard 0", "map 0", "resolve 1", "after 1", "committed 1");
    }

    /** Notes each step and how many events there are by then. */
    private static CustomSource stepByStep(List<String> steps) {
        Query events = Query.of(Till.EVENT.name());
        return CustomSource.source("Steps", Till.EVENT)
                .guard(hook -> steps.add("guard " + hook.reader().count(events)))
                .mapEventData(hook -> {
                    steps.add("map " + hook.reader().count(events));
                    return Draft.of("amount", 1);
                })
                .resolve(hook -> steps.add("resolve " + hook.records().count(events)))
                .afterDispatch(hook -> {
                    steps.add("after " + hook.records().count(events));
                    return null;
                })
                .postCommit(hook -> {
                    steps.add("committed " + hook.records().count(events));
                    return null;
                });
    }

    @Test
    @DisplayName("EVS-03 T-DSP-06 a guard reads data and decides by it")
    final void guardReads() {
        CustomSource source = Till.source("Book").guard(hook -> {
            Long total = hook.reader().global(Till.TOTAL);
            if (total == null || total < 100) {
                throw new EntailException("TOO_POOR", "There is less than 100 in the till", Map.of());
            }
        });
        Entail entail = open(Till.model(source));
        entail.create(Till.BOOKING, Draft.of("amount", 50));
        assertThat(Till.book(entail, source, 1).refusal().code()).isEqualTo("TOO_POOR");
        entail.create(Till.BOOKING, Draft.of("amount", 50));
        assertThat(Till.book(entail, source, 1).isAccepted()).isTrue();
        assertThat(Till.total(entail)).isEqualTo(101);
    }

    @Test
    @DisplayName("T-140 T-DSP-07 T-DSP-08 PBT-05 a failure of any step leaves neither event nor what the steps wrote")
    final void laterStepsFail() {
        CustomSource map = CustomSource.source("Map", Till.EVENT).mapEventData(hook -> {
            throw new IllegalStateException("oops");
        });
        CustomSource nothing = CustomSource.source("Nothing", Till.EVENT).mapEventData(hook -> nothing());
        CustomSource resolve = Till.source("Resolve").resolve(hook -> {
            note(hook.records(), "before-error");
            throw new IllegalStateException("oops");
        });
        CustomSource after = Till.source("After")
                .resolve(hook -> note(hook.records(), "resolved"))
                .afterDispatch(hook -> {
                    assertThat(hook.data()).isInstanceOf(RecordId.class);
                    throw new IllegalStateException("oops");
                });
        CustomSource event = Till.source("Event").resolve(hook -> hook.records().create(Till.EVENT, Draft.empty()));
        Entail entail = open(Till.model(map, nothing, resolve, after, event));
        Map<CustomSource, String> hooks =
                Map.of(map, "mapEventData", nothing, "mapEventData", resolve, "resolve", after, "afterDispatch");
        hooks.forEach((source, hook) -> {
            EntailException refusal = Till.book(entail, source, 1).refusal();
            assertThat(refusal.code()).isEqualTo("CALLBACK_FAILED");
            assertThat(refusal.details()).containsEntry("hook", hook).containsEntry("source", source.name());
        });
        assertThat(Till.book(entail, event, 1).refusal().code())
                .as("events are written by dispatches only")
                .isEqualTo("WRITE_INVALID");
        assertThat(Till.isEmpty(entail)).isTrue();
    }

    /** What a hook without null checks may give. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    private static RecordId note(RecordWriter records, String text) {
        return records.create(Till.NOTE, Draft.of("text", text));
    }

    @Test
    @DisplayName("EVS-14 T-DSP-09 PST-03 data is the answer; facts are merged, those from after the commit on top")
    final void answer() {
        CustomSource source = Till.source("Book")
                .resolve(hook -> Map.of("list", List.of(1, 2)))
                .afterDispatch(hook -> Map.of("a", 1, "of", hook.data()))
                .postCommit(hook -> Map.of("b", 2, "seen", hook.context().get("a")));
        CustomSource over =
                Till.source("Over").afterDispatch(hook -> Map.of("a", 1)).postCommit(hook -> Map.of("a", 9));
        Entail entail = open(Till.model(source, over));
        DispatchResult result = Till.book(entail, source, 1).orThrow();
        assertThat(result.data()).isEqualTo(Map.of("list", List.of(1, 2)));
        assertThat(result.context()).isEqualTo(Map.of("a", 1, "of", Map.of("list", List.of(1, 2)), "b", 2, "seen", 1));
        assertThat(Till.book(entail, over, 1).orThrow().context()).isEqualTo(Map.of("a", 9));
    }

    @Test
    @DisplayName("T-DSP-12 a computed value that fails in the middle of the chain leaves nothing of it")
    final void chainFails() {
        CustomSource source = Till.source("Book");
        Entail entail = open(Till.model(source));
        assertThat(Till.book(entail, source, Till.UNLUCKY).isAccepted()).isFalse();
        assertThat(Till.isEmpty(entail)).isTrue();
        Till.book(entail, source, 8).orThrow();
        assertThat(Till.total(entail)).isEqualTo(8);
    }

    @Test
    @DisplayName("T-DSP-13 a relation that resolve writes goes with the rest")
    final void relationFails() {
        CustomSource source = CustomSource.source("Sell", Till.EVENT).resolve(hook -> {
            RecordId clerk = hook.records().create(Till.CLERK, Draft.of("name", "Ann"));
            hook.records().create(Till.BOOKING, Draft.of("amount", 25).set("clerk", clerk));
            return hook.records().create(Till.BOOKING, Draft.of("amount", Till.UNLUCKY));
        });
        Entail entail = open(Till.model(source));
        assertThat(entail.dispatch(source, call -> call).isAccepted()).isFalse();
        assertThat(Till.isEmpty(entail)).isTrue();
        assertThat(entail.query(Till.CLERK).count()).isZero();
        assertThat(entail.query(Till.BOOKED_BY).count()).isZero();
    }

    @Test
    @DisplayName("DSP-08 what resolve and afterDispatch write is part of the dispatch, with all that follows from it")
    final void hooksWrite() {
        CustomSource source = Till.source("Book")
                .resolve(hook -> hook.records().create(Till.BOOKING, Draft.of("amount", 30)))
                .afterDispatch(hook -> Map.of(
                        "total",
                        hook.records().global(Till.TOTAL),
                        "changed",
                        hook.records()
                                .updateAll(Till.BOOKING, Match.eq("amount", 30), Draft.of("amount", 40))
                                .size()));
        Entail entail = open(Till.model(source));
        DispatchResult result = Till.book(entail, source, 2).orThrow();
        assertThat(result.context()).isEqualTo(Map.of("total", 32L, "changed", 1));
        assertThat(Till.total(entail)).isEqualTo(42);
        assertThat(result.effects())
                .filteredOn(effect -> effect.mutation() instanceof MutationEvent.Created created
                        && created.record().equals("Booking"))
                .hasSize(2);
    }

    @Test
    @DisplayName(
            "EVS-18 EVS-19 T-DSP-15 T-DSP-16 DSP-10 DSP-11 every attempt sees the same call, which nobody can change")
    final void calls() {
        AtomicInteger attempts = new AtomicInteger();
        List<Throwable> refused = new ArrayList<>();
        List<Entail> self = new ArrayList<>();
        CustomSource source = CustomSource.source("Book", Till.EVENT)
                .mapEventData(hook -> {
                    Object lines = hook.call().payload().get("lines");
                    refused.add(catchThrowable(() -> hook.call().payload().put("amount", 99)));
                    refused.add(catchThrowable(() -> change(lines)));
                    return Draft.of("kind", String.valueOf(lines));
                })
                .afterDispatch(hook -> {
                    if (attempts.incrementAndGet() == 1) {
                        faults(self.get(0)).failBefore(1, () -> new SQLException("injected", "40001"));
                    }
                    return Map.of("attempts", attempts.get());
                });
        Entail entail = openFaulty(Till.model(source), how -> how);
        self.add(entail);
        List<@Nullable Object> lines = new ArrayList<>(List.of(1, new ArrayList<>(List.of(2))));
        Map<String, @Nullable Object> payload = new HashMap<>(Map.of("lines", lines));

        DispatchResult result =
                entail.dispatch(source, DispatchCall.of(null, payload)).orThrow();

        assertThat(attempts).hasValue(2);
        assertThat(refused)
                .hasSize(4)
                .allSatisfy(error -> assertThat(error).isInstanceOf(UnsupportedOperationException.class));
        assertThat(lines).isEqualTo(List.of(1, List.of(2)));
        assertThat(result.context()).isEqualTo(Map.of("attempts", 2));
        assertThat(Events.of(result.effects())).containsExactly("create TillEvent");
        assertThat(entail.query(Till.EVENT).select("kind").list().getFirst().text("kind"))
                .isEqualTo("[1, [2]]");
    }

    @SuppressWarnings("unchecked") // it is one
    private static void change(@Nullable Object lines) {
        ((List<List<Object>>) Objects.requireNonNull(lines)).get(1).add(3);
    }

    @Test
    @DisplayName(
            "T-DSP-17 T-DSP-18 EVS-05 EVS-06 sources with one name are refused, the same one twice is not; nor may two"
                    + " event entities share a name")
    final void names() {
        CustomSource one = Till.source("Book");
        assertThat(Model.model("Twice")
                        .facts(Till.BOOKING)
                        .events(one, one)
                        .build()
                        .eventSources())
                .hasSize(1);
        assertThat(problems(one, Till.source("Book"))).containsExactly("SETUP_EVENT_SOURCE_DUPLICATE");
        Entity other = Entity.entity(Till.EVENT.name(), Property.text("other"));
        assertThat(problems(one, CustomSource.source("Other", other))).isNotEmpty();
        Entity interactions = Entity.entity("_Interaction_", Property.text("mine"));
        assertThat(problems(Interaction.interaction("Ask"), CustomSource.source("Other", interactions)))
                .as("the record of interactions cannot be declared by somebody else")
                .isNotEmpty();
    }

    private static List<String> problems(EventSource<?>... sources) {
        Throwable failure = catchThrowable(
                () -> Model.model("Names").facts(Till.BOOKING).events(sources).build());
        assertThat(failure).isInstanceOf(InvalidModelException.class);
        return ((InvalidModelException) failure)
                .problems().stream().map(problem -> problem.code()).toList();
    }

    @Test
    @DisplayName("T-DSP-20 a source and an interaction in one model lead each to its own")
    final void mixed() {
        CustomSource webhook = Till.source("Webhook");
        Interaction write = Interaction.interaction("Write").anonymous();
        Entail entail = open(Till.booking(webhook, write)
                .derive(Till.NOTE, Transform.toRecord(write, event -> Draft.of("text", "written")))
                .build());
        Till.book(entail, webhook, 4).orThrow();
        entail.dispatch(write, call -> call).orThrow();
        assertThat(Till.bookings(entail)).isEqualTo(1);
        assertThat(Till.notes(entail)).isEqualTo(1);
        assertThat(Till.events(entail)).isEqualTo(1);
        assertThat(Blog.events(entail)).isEqualTo(1);
    }

    @Test
    @DisplayName("an interaction may have steps at the end and after the commit, too")
    final void interactionHooks() {
        Interaction ask = Interaction.interaction("Ask")
                .anonymous()
                .afterDispatch(hook -> Map.of("note", note(hook.records(), "asked")))
                .postCommit(hook -> Map.of("notes", hook.records().count(Query.of("Note"))));
        Entail entail = open(Till.model(Till.source("Book"), ask));
        DispatchResult result = entail.dispatch(ask, call -> call).orThrow();
        assertThat(result.context()).isEqualTo(Map.of("note", RecordId.of(1), "notes", 1L));
    }

    @Test
    @DisplayName("a hook's writes end with its attempt, and need the thread of the dispatch")
    final void writesEnd() {
        List<RecordWriter> kept = new ArrayList<>();
        CustomSource source = Till.source("Book").resolve(hook -> kept.add(hook.records()));
        Entail entail = open(Till.model(source));
        Till.book(entail, source, 1).orThrow();
        assertThat(failureOf(() -> note(kept.get(0), "late")).code()).isEqualTo(ErrorCode.TRANSACTION_MISUSED.name());
        assertThat(Till.notes(entail)).isZero();
    }
}
