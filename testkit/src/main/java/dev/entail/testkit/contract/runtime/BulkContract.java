package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.InteractionCall;
import dev.entail.core.event.Effect;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.sideeffect.SideEffect;
import dev.entail.testkit.jdbc.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many dispatches in few transactions: to whoever looks at the results, as if each had been one of its own. */
abstract class BulkContract extends RuntimeGroup {
    private static final int USERS = 40;
    private static final int POSTS = 30;

    @Test
    @DisplayName(
            "W6 DSP-08 many calls, some of them refused: results, effects and records as of one call after the other")
    final void sameAsOneByOne() {
        List<String> together = new ArrayList<>();
        List<String> oneByOne = new ArrayList<>();
        Entail bulk = scene();
        Entail single = scene();
        List<DispatchCall> calls = calls(new Random(7), 2_300);

        bulk.dispatchAll(Blog.LIKE_POST, calls).forEach(result -> together.add(told(result)));
        calls.forEach(call -> oneByOne.add(told(single.dispatch(Blog.LIKE_POST, call))));

        assertThat(oneByOne).anyMatch("UNIQUE_CONSTRAINT_VIOLATION"::equals);
        assertThat(oneByOne).anyMatch("PAYLOAD_REFERENCE_NOT_FOUND"::equals);
        assertThat(oneByOne).anyMatch("PAYLOAD_MISSING"::equals);
        assertThat(together).isEqualTo(oneByOne);
        assertThat(rows(bulk)).isEqualTo(rows(single));
        assertThat(Blog.events(bulk)).isEqualTo(Blog.events(single));
    }

    @Test
    @DisplayName("W6 calls that nobody refuses share their transactions: statements and commits are few")
    final void few() {
        Entail entail = scene();
        List<DispatchCall> calls = new ArrayList<>();
        for (int user = 1; user <= USERS; user++) {
            for (int post = 1; post <= 25; post++) {
                calls.add(call(user, post));
            }
        }
        Recording recording = log(entail)
                .record(() -> entail.dispatchAll(Blog.LIKE_POST, calls).forEach(DispatchResult::orThrow));

        assertThat(recording.controls().stream().filter("commit"::equals)).hasSize(1);
        assertThat(recording.roundTrips()).as(recording.toString()).isLessThan(40);
        assertThat(Blog.events(entail)).isEqualTo(1_000);
    }

    @Test
    @DisplayName(
            "W6 a call sees what those before it did, and side effects run after the commit for each of them in order")
    final void inOrder() {
        List<String> heard = new ArrayList<>();
        Entail entail = open(
                Blog.model(),
                builder -> builder.sideEffect(SideEffect.sideEffect(
                        "hear",
                        Blog.POST,
                        effect -> heard.add(String.valueOf(effect.mutation().id())))));
        RecordId ann = Blog.user(entail, "Ann");
        List<DispatchCall> calls = IntStream.range(0, 5)
                .mapToObj(i -> InteractionCall.empty()
                        .by(ann)
                        .payload("title", "Post " + i)
                        .toDispatchCall())
                .toList();

        List<DispatchResult> results = entail.dispatchAll(Blog.WRITE_POST, calls);

        assertThat(heard).hasSize(5).isSorted();
        for (DispatchResult result : results) {
            List<Effect> effects = result.orThrow().effects();
            assertThat(effects).isNotEmpty();
            assertThat(IntStream.range(0, effects.size())
                            .mapToObj(i -> effects.get(i).index() == i))
                    .containsOnly(true);
        }
        assertThat(entail.query(Blog.POST).count()).isEqualTo(5);
    }

    private Entail scene() {
        Entail entail = open(Blog.model());
        entail.inTransaction(writes -> {
            writes.createAll(
                    Blog.USER,
                    IntStream.range(0, USERS)
                            .mapToObj(i -> Draft.of("name", "u" + i))
                            .toList());
            return writes.createAll(
                    Blog.POST,
                    IntStream.range(0, POSTS)
                            .mapToObj(i -> Draft.of("title", "p" + i))
                            .toList());
        });
        return entail;
    }

    /** Likes by chance: some twice, some of posts that do not exist, some of nothing. */
    private static List<DispatchCall> calls(Random random, int count) {
        List<DispatchCall> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int user = 1 + random.nextInt(USERS);
            int kind = random.nextInt(200);
            calls.add(
                    kind == 0
                            ? InteractionCall.empty().by(RecordId.of(user)).toDispatchCall()
                            : call(user, kind == 1 ? 9_999 : 1 + random.nextInt(POSTS)));
        }
        return calls;
    }

    private static DispatchCall call(int user, int post) {
        return InteractionCall.empty()
                .by(RecordId.of(user))
                .payload("post", RecordId.of(post))
                .toDispatchCall();
    }

    /** A result without ids of events and links, which are given out to calls that fail as well. */
    private static String told(DispatchResult result) {
        return result.isAccepted()
                ? result.effects().stream()
                        .map(effect -> effect.index() + " " + effect.causedBy() + " "
                                + effect.mutation().record() + " "
                                + effect.mutation().getClass().getSimpleName())
                        .toList()
                        .toString()
                : result.refusal().code();
    }

    private static List<String> rows(Entail entail) {
        List<String> rows = new ArrayList<>();
        for (Row row : entail.query(Blog.USER)
                .select("name", "likedCount")
                .orderBy(Order.ascending("id"))
                .list()) {
            rows.add(row.toString());
        }
        for (Row row : entail.query(Blog.POST)
                .select("title", "likeCount")
                .orderBy(Order.ascending("id"))
                .list()) {
            rows.add(row.toString());
        }
        return rows;
    }
}
