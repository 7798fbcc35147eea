package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.jdbc.CountingDatabase;
import dev.entail.testkit.jdbc.OneByOneDatabase;
import dev.entail.testkit.jdbc.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The statements of a transaction in one round trip with its commit, next to the same one by one. */
abstract class TogetherContract extends RuntimeGroup {
    @Test
    @DisplayName("W1 W2 sent together or one by one: the same statements, the same effects, the same records")
    final void sameAsOneByOne() {
        List<String> together = new ArrayList<>();
        List<String> oneByOne = new ArrayList<>();
        try (CountingDatabase database = counting(test())) {
            together.addAll(story(database));
        }
        try (CountingDatabase database =
                new CountingDatabase(new OneByOneDatabase(test().fresh().open().delegate()))) {
            oneByOne.addAll(story(database));
        }
        assertThat(together).isEqualTo(oneByOne);
    }

    private static CountingDatabase counting(TestDatabase test) {
        return test.fresh().open();
    }

    /** What happens, in words: how many statements there were, what they led to, and what is stored in the end. */
    private static List<String> story(CountingDatabase database) {
        List<String> story = new ArrayList<>();
        Entail entail = Entail.with(Blog.model()).open(database);
        RecordId ann = Blog.user(entail, "Ann");
        RecordId bob = Blog.user(entail, "Bob");
        RecordId post = Blog.post(entail, "Hello");
        RecordId nobody = RecordId.of(9_999);
        BiFunction<RecordId, RecordId, String> like = (user, liked) -> {
            List<DispatchResult> result = new ArrayList<>();
            Recording recording = database.log().record(() -> result.add(Blog.like(entail, user, liked)));
            long writes = recording.statements().stream()
                    .filter(sql -> !sql.startsWith("SELECT"))
                    .count();
            DispatchResult only = result.get(0);
            return only.isAccepted()
                    ? writes + " writes, "
                            + only.effects().stream()
                                    .map(Effect::mutation)
                                    .map(TogetherContract::timeless)
                                    .toList()
                    : only.refusal().code();
        };
        story.add(like.apply(ann, post));
        story.add(like.apply(ann, post)); // a second time is refused by the unique link
        story.add(like.apply(bob, nobody));
        story.add(like.apply(nobody, post));
        story.add(like.apply(bob, post));
        entail.inTransaction(
                writes -> writes.create(Blog.POST, Draft.of("title", "Again").set("author", ann)));
        story.add(entail.query(Blog.USER)
                .select("name", "likedCount")
                .orderBy(Order.ascending("id"))
                .list()
                .toString());
        story.add(entail.query(Blog.POST)
                .select("title", "likeCount")
                .orderBy(Order.ascending("id"))
                .list()
                .toString());
        story.add(Blog.events(entail) + " events");
        assertThat(entail.verify().isClean()).isTrue();
        assertThat(database.connections().count())
                .as("connections that were kept")
                .isZero();
        return story;
    }

    private static String timeless(MutationEvent event) {
        return event.toString().replaceAll("occurredAt=[^,}]*", "");
    }

    @Test
    @DisplayName("W1 a dispatch that is refused half-way leaves its connection usable, and in no transaction")
    final void refused() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        RecordId post = Blog.post(entail, "Hello");
        for (int i = 0; i < 20; i++) {
            // More often than there are connections: each of them would be stuck after a refusal that left something
            // open.
            assertThat(Blog.like(entail, ann, RecordId.of(9_999)).isAccepted()).isFalse();
        }
        assertThat(Blog.like(entail, ann, post).isAccepted()).isTrue();
        assertThat(entail.update(Blog.POST, post, Draft.of("title", "Other"))).isTrue();
        assertThat(Blog.events(entail)).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "W1 taking more ids costs a statement, but no transaction of its own and no round trip more for the others")
    final void moreIds() {
        Entail entail = open(Blog.model());
        RecordId post = Blog.post(entail, "Hello");
        List<RecordId> users = entail.inTransaction(writes -> writes.createAll(
                Blog.USER,
                IntStream.range(0, 300).mapToObj(i -> Draft.of("name", "u" + i)).toList()));
        boolean together =
                database(entail).dialect().together(List.of("a", "b")).isPresent();
        for (RecordId user : users) {
            Recording recording =
                    log(entail).record(() -> Blog.like(entail, user, post).orThrow());
            assertThat(recording.statements().stream().filter(sql -> !sql.startsWith("SELECT")))
                    .as(recording.toString())
                    .hasSizeBetween(4, 8);
            if (together) {
                assertThat(recording.controls()).isEmpty();
            }
        }
    }
}
