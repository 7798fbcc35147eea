package dev.entail.core.model;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.event.Trigger;
import dev.entail.core.match.Match;
import dev.entail.core.value.Draft;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Hot values of a model")
final class HotCheckTest {
    private static final Entity USER = entity("User", text("name"));
    private static final Entity POST = entity("Post", text("title"), integer("stars"));
    private static final Entity NOTE = entity("Note", text("text"));
    private static final Relation WROTE = manyToOne(POST, "author", USER, "posts");
    private static final Relation LIKE =
            manyToMany(USER, "likedPosts", POST, "likedBy").with(integer("weight"));

    private static ModelBuilder facts() {
        return Model.model("M").facts(USER, POST, NOTE, WROTE, LIKE);
    }

    private static ModelBuilder hot() {
        return facts().derive(POST, integer("likes").hot(), Count.of("likedBy"));
    }

    private static void assertRefused(ModelBuilder builder, String code, String path, String... words) {
        List<Problem> problems = catchThrowableOfType(InvalidModelException.class, builder::build)
                .problems();
        assertThat(problems).extracting(Problem::code).containsExactly(code);
        assertThat(problems.get(0).path()).isEqualTo(path);
        assertThat(List.of(words)).allMatch(problems.get(0).message()::contains);
        assertThat(problems.get(0).hint()).contains("hot()");
    }

    @Test
    @DisplayName("counts and sums of records may be hot, and are what they were otherwise")
    final void allowed() {
        Model model = hot().derive(POST, integer("weights").hot(), Summation.of("likedBy", "&.weight"))
                .derive(USER, integer("given").defaultTo(1L).named("given").hot(), Count.of("likedPosts"))
                .build();
        assertThat(model.record(POST).values().get("likes").property().isHot()).isTrue();
        assertThat(model.record(POST).values().get("weights").isCounter()).isTrue();
        assertThat(model.record(POST).values().get("stars").property().isHot()).isFalse();
    }

    @Test
    @DisplayName("what is not added to is not hot: facts, global values and everything else that is derived")
    final void counters() {
        Entity counted = entity("Counted", integer("n").hot());
        assertRefused(facts().facts(counted), "DECL_HOT_VALUE", "Counted.n", "not changed by what is added");
        assertRefused(
                facts().derive(POST, integer("twice").hot(), Computed.from("stars", row -> row.integer("stars") * 2)),
                "DECL_HOT_VALUE",
                "Post.twice");
        assertRefused(
                facts().derive(POST, decimal("mean").hot(), Average.of("likedBy", "&.weight")),
                "DECL_HOT_VALUE",
                "Post.mean");
        assertRefused(
                facts().derive(integer("all").hot(), Count.of(POST)), "DECL_HOT_VALUE", "_Dictionary_.all", "global");
        assertRefused(facts().globals(integer("limit").hot()), "DECL_HOT_VALUE", "_Dictionary_.limit", "global");
    }

    @Test
    @DisplayName("nothing can be derived from a hot value, in its row, from elsewhere or through a view")
    final void derived() {
        String path = "Post.likes";
        String code = "DECL_HOT_OBSERVED";
        assertRefused(
                hot().derive(POST, bool("popular"), Computed.from("likes", row -> row.integer("likes") > 4)),
                code,
                path,
                "Post.popular follows from it");
        assertRefused(hot().derive(USER, integer("loved"), Summation.of("posts", "likes")), code, path, "User.loved");
        assertRefused(
                hot().derive(
                                USER,
                                integer("hits"),
                                Count.of("posts").where(List.of("likes"), row -> row.integer("likes") > 4)),
                code,
                path,
                "User.hits");
        assertRefused(hot().derive(LIKE, integer("seen"), Lookup.of("target.likes")), code, path, "seen");
        assertRefused(
                hot().facts(View.of("Popular", POST, Match.gt("likes", 4))),
                code,
                path,
                "it decides who belongs to Popular");
    }

    @Test
    @DisplayName("nothing happens because of a hot value")
    final void listened() {
        String path = "Post.likes";
        String code = "DECL_HOT_OBSERVED";
        assertRefused(
                hot().derive(
                                NOTE,
                                Transform.toRecord(
                                        Trigger.updated(POST, "likes"), change -> Draft.of("text", "liked"))),
                code,
                path,
                "something happens when it changes");
        assertRefused(
                hot().derive(
                                NOTE,
                                Transform.toRecord(
                                        Trigger.updated(POST, "title").like(Map.of("likes", 5)),
                                        change -> Draft.of("text", "five"))),
                code,
                path,
                "pattern");
        assertThat(hot().derive(
                                NOTE,
                                Transform.toRecord(Trigger.updated(POST, "title"), change -> Draft.of("text", "new")))
                        .build()
                        .triggers())
                .hasSize(1);
    }

    @Test
    @DisplayName("no key holds a hot value or depends on it")
    final void keys() {
        String path = "Post.likes";
        assertRefused(
                hot().constrain(POST, Constraint.unique("rank", "likes")), "DECL_HOT_KEY", path, "constraint rank");
        assertRefused(
                hot().constrain(POST, Constraint.unique("first", "title").where(Match.ne("likes", 0))),
                "DECL_HOT_KEY",
                path,
                "constraint first");
    }

    @Test
    @DisplayName("members of a union that share a value are hot together or not at all")
    final void families() {
        Relation liked = manyToMany(USER, "likedNotes", NOTE, "fans");
        Union both = Union.of("Liked", POST, NOTE);
        assertRefused(
                hot().facts(liked, both).derive(NOTE, integer("likes"), Count.of("fans")),
                "DECL_HOT_VALUE",
                "Post.likes",
                "Note.likes");
        assertThat(hot().facts(liked, both)
                        .derive(NOTE, integer("likes").hot(), Count.of("fans"))
                        .build()
                        .record("Liked")
                        .values()
                        .get("likes")
                        .property()
                        .isHot())
                .isTrue();
    }
}
