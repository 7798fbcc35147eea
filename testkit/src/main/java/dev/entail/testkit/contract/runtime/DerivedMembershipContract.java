package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.Writes;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.event.Effect;
import dev.entail.core.event.Trigger;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Views that counts decide about: members are told of when the counts have come to rest. */
abstract class DerivedMembershipContract extends RuntimeGroup {
    private static final Entity USER = entity("User", text("name"));
    private static final Entity GROUP = entity("Group", text("name"));
    private static final Entity POST = entity("Post", text("title"), bool("pinned"));
    private static final Relation LIKES = manyToMany(USER, "liked", POST, "likedBy");
    private static final Relation SHELF = manyToOne(POST, "group", GROUP, "posts");
    /** Pinned, or liked by exactly one. */
    private static final View SHOWN = View.of("Shown", POST, Match.or(Match.eq("pinned", true), Match.eq("likes", 1L)));
    /** Groups with shown posts and just one post. */
    private static final View SMALL = View.of("Small", GROUP, Match.and(Match.ge("shown", 1L), Match.eq("size", 1L)));

    private static final Entity NEWS = entity("News", text("about"));

    private Entail entail;
    private RecordId ann;
    private RecordId group;
    private RecordId post;

    @BeforeEach
    final void records() {
        Model model = Model.model("Shown")
                .facts(USER, GROUP, POST, LIKES, SHELF, SHOWN, SMALL, NEWS)
                .derive(POST, integer("likes"), Count.of("likedBy"))
                .derive(GROUP, integer("size"), Count.of("posts"))
                .derive(GROUP, integer("shown"), Count.of("posts").where("pinned"))
                .derive(integer("inSight"), Count.of(SHOWN))
                .derive(NEWS, Transform.toRecord(Trigger.created(SHOWN), change -> Draft.of("about", "in")))
                .derive(NEWS, Transform.toRecord(Trigger.deleted(SHOWN), change -> Draft.of("about", "out")))
                .build();
        entail = open(model, SHOWN, SMALL);
        ann = entail.create(USER, Draft.of("name", "Ann"));
        group = entail.create(GROUP, Draft.of("name", "G"));
        post = entail.create(POST, Draft.of("title", "P").set("pinned", true).set("group", group));
    }

    private List<String> update(Draft changes) {
        return Events.of(entail.effects(writes -> writes.update(POST, post, changes)));
    }

    @Test
    @DisplayName("STO-410 PRP-03 who would leave with one value and come back with a count has never left")
    final void staysMember() {
        assertThat(update(Draft.of("pinned", false).set("likedBy", List.of(ann))))
                .contains("update Post [likes]")
                .noneMatch(event -> event.contains("Shown") || event.contains("News"));
        assertThat(update(Draft.of("pinned", true).set("likedBy", List.of())))
                .noneMatch(event -> event.contains("Shown") || event.contains("News"));
        assertThat(entail.verify().drift()).isEmpty();
    }

    @Test
    @DisplayName("STO-410 EVS-15 who leaves or enters because of a count is told of once, with what has led to it")
    final void leaves() {
        entail.update(POST, post, Draft.of("pinned", false).set("likedBy", List.of(ann)));
        List<Effect> effects = entail.effects(writes -> writes.unlink(LIKES, ann, post));
        assertThat(Events.of(effects))
                .containsExactly(
                        "delete User_liked_likedBy_Post",
                        "update Post [likes]",
                        "delete Shown",
                        "create News",
                        "update _Dictionary_ [inSight]");
        assertThat(effects.get(2).causedBy()).hasValue(0);
        assertThat(effects.get(3).causedBy()).hasValue(2);
    }

    @Test
    @DisplayName("STO-410 two writes in one transaction that leave a view as it was are told of not at all")
    final void acrossWrites() {
        List<String> events = Events.of(entail.effects(writes -> {
            writes.update(POST, post, Draft.of("group", null));
            RecordId other = writes.create(POST, Draft.of("title", "Q").set("pinned", true));
            writes.link(SHELF, Link.between(other, group));
        }));
        assertThat(events).noneMatch(event -> event.contains("Small"));
        assertThat(entail.query(SMALL).count()).isOne();
    }

    @Test
    @DisplayName(
            "T-073..T-079 a view and a view of it: who enters and leaves, what is created and deleted through them")
    final void adults() {
        Entity user = entity("U", text("n"), integer("age"));
        View adult = View.of("Adult", user, Match.ge("age", 18));
        View adultA = View.of("AdultA", adult, Match.eq("n", "A"));
        Property<Long> adults = integer("adults");
        Entail views = open(
                Model.model("Adults")
                        .facts(user, adult, adultA)
                        .derive(adults, Count.of(adult))
                        .build(),
                adult,
                adultA);
        List<Effect> created =
                views.effects(writes -> writes.create(user, Draft.of("n", "A").set("age", 17)));
        assertThat(Events.of(created)).containsExactly("create U");
        RecordId a = views.query(user).first().orElseThrow().id();
        assertThat(told(views, writes -> writes.update(user, a, Draft.of("age", 18))))
                .containsExactly("update U [age]", "create Adult", "create AdultA");
        assertThat(views.global(adults)).isOne();
        assertThat(told(views, writes -> writes.update(user, a, Draft.of("age", 19))))
                .containsExactly("update U [age]");
        assertThat(told(views, writes -> writes.update(adult, a, Draft.of("n", "B"))))
                .containsExactly("update U [n]", "delete AdultA");
        assertThat(told(views, writes -> writes.update(user, a, Draft.of("age", 3))))
                .containsExactly("update U [age]", "delete Adult");
        assertThat(views.global(adults)).isZero();
        assertThat(told(views, writes -> writes.create(adult, Draft.of("n", "Z").set("age", 40))))
                .containsExactly("create U", "create Adult");
        assertThat(told(views, writes -> writes.create(adult, Draft.of("n", "Y").set("age", 4))))
                .containsExactly("create U");
        assertThat(views.query(adult).count()).isOne();
        assertThat(told(views, writes -> writes.deleteAll(adult, Match.all())))
                .containsExactly("delete Adult", "delete U");
        assertThat(views.query(user).select("n").list())
                .extracting(row -> row.text("n"))
                .containsExactly("B", "Y");
        assertThat(views.global(adults)).isZero();
    }

    /** What is told of records and views. */
    private static List<String> told(Entail views, Consumer<Writes> work) {
        return Events.of(views.effects(work)).stream()
                .filter(event -> !event.contains("_Dictionary_"))
                .toList();
    }
}
