package dev.entail.core.model;

import static dev.entail.core.definition.Constraint.identity;
import static dev.entail.core.definition.Constraint.required;
import static dev.entail.core.definition.Constraint.unique;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.list;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.error.ConstraintViolation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.match.Match;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Constraints of a model")
final class ConstraintCheckTest {
    private static final Entity USER = entity(
            "User",
            text("name"),
            integer("age"),
            bool("live"),
            timestamp("at"),
            json("extra"),
            list(text("tags")),
            text("state").defaultTo("new"));
    private static final Entity POST = entity("Post", text("title"));
    private static final Relation POSTS = oneToMany(USER, "posts", POST, "author");
    private static final Relation BEST = manyToOne(USER, "best", POST, "bestOf");

    private static ModelBuilder blog() {
        return Model.model("M")
                .facts(USER, POST, POSTS, BEST)
                .derive(USER, integer("postCount"), Count.of("posts"))
                .derive(USER, text("label"), Computed.from("name", row -> row.get("name")));
    }

    private static List<String> codes(ModelBuilder builder) {
        return catchThrowableOfType(InvalidModelException.class, builder::build).problems().stream()
                .map(Problem::code)
                .toList();
    }

    private static List<String> codes(Constraint... constraints) {
        return codes(blog().constrain(USER, constraints));
    }

    private static List<String> codes(Match where) {
        return codes(unique("u", "name").where(where));
    }

    @Test
    @DisplayName(
            "T-CON-05 T-027 T-033 T-263 MOD-80 MOD-84 what is not stored with the record, twice there or unknown is"
                    + " refused")
    void attributes() {
        assertThat(codes(unique("u"))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(unique("u", "name", "name"))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(unique("u-1", "name"))).containsExactly("DECL_NAME_INVALID");
        assertThat(codes(unique("u", "nome"))).containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(unique("u", "best.title"))).containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(unique("u", "label"))).containsExactly("SETUP_CONSTRAINT_ATTRIBUTE");
        assertThat(codes(required("u", "label"))).containsExactly("SETUP_CONSTRAINT_ATTRIBUTE");
        assertThat(codes(unique("u", "posts"))).containsExactly("SETUP_CONSTRAINT_ATTRIBUTE");
        assertThat(codes(unique("u", "tags"))).containsExactly("SETUP_CONSTRAINT_ATTRIBUTE");
        assertThat(codes(unique("u", "name"), unique("U", "age"))).containsExactly("SETUP_CONSTRAINT_DUPLICATE");
        assertThat(codes(unique("u", "name", "age"), unique("v", "age", "name")))
                .containsExactly("DECL_CONSTRAINT");
        View young = View.of("Young", USER, Match.lt("age", 20));
        assertThat(codes(blog().facts(young).constrain(young, unique("u", "name"))))
                .containsExactly("SETUP_CONSTRAINT_ATTRIBUTE");
        RelationView liked = RelationView.of("Liked", BEST, "liked", "likedBy", Match.isNotNull("id"));
        assertThat(codes(blog().facts(liked).constrain(USER, unique("u", "liked"))))
                .containsExactly("SETUP_CONSTRAINT_ATTRIBUTE");
        assertThat(blog().constrain(USER, unique("u", "name", "best"), unique("v", "postCount"))
                        .build()
                        .record(USER)
                        .constraints())
                .hasSize(2);
    }

    @Test
    @DisplayName(
            "T-CON-05 T-263 MOD-81 STO-702 a condition is made of null tests, equality and membership on own values")
    void conditions() {
        assertThat(codes(Match.gt("age", 1))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(Match.like("name", "a%"))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(Match.or(Match.eq("age", 1), Match.eq("live", true)))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(Match.not(Match.eq("age", 1)))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(Match.exists("posts", Match.all()))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(Match.in("age", List.of()))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(Match.and(Match.eq("live", true), Match.notIn("age", List.of()))))
                .containsExactly("DECL_CONSTRAINT");
        assertThat(codes(Match.eq("age", "x"))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(Match.eq("age", Match.field("age")))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(Match.eq("at", java.time.Instant.EPOCH))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(Match.eq("tags", List.of("a")))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(Match.eq("author.name", "a"))).containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(Match.eq("label", "a"))).containsExactly("SETUP_CONSTRAINT_ATTRIBUTE");
        Match legal = Match.and(
                Match.in("age", Arrays.asList(1, null)),
                Match.and(Match.isNull("at"), Match.isNotNull("extra")),
                Match.ne("name", "x"));
        assertThat(blog().constrain(USER, unique("u", "name").where(legal))
                        .build()
                        .record(USER)
                        .constraints())
                .hasSize(1);
    }

    @Test
    @DisplayName("T-047 MOD-90 STO-520 an identity is one set of plain values without default, of an entity")
    void identities() {
        assertThat(codes(identity("i"))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(identity("by-key", "name"))).containsExactly("DECL_NAME_INVALID");
        assertThat(codes(identity("i", "nome"))).containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        for (String name : List.of("at", "extra", "tags", "state", "postCount")) {
            assertThat(codes(identity("i", name))).as(name).contains("DECL_CONSTRAINT");
        }
        assertThat(codes(identity("i", "best"))).containsExactly("SETUP_CONSTRAINT_ATTRIBUTE");
        assertThat(codes(identity("i", "name"), unique("u", "name"))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(identity("i", "name"), identity("j", "age")))
                .containsExactly("DECL_CONSTRAINT", "DECL_CONSTRAINT");
        assertThat(codes(blog().constrain(POSTS, identity("i", "source")))).contains("DECL_CONSTRAINT");
        assertThat(codes(blog().facts(Union.of("Any", USER, POST)).constrain(POST, identity("i", "title"))))
                .containsExactly("DECL_CONSTRAINT");
        View young = View.of("Young", USER, Match.lt("age", 20));
        assertThat(codes(blog().facts(young).constrain(young, identity("i", "name"))))
                .containsExactly("SETUP_CONSTRAINT_ATTRIBUTE");
        assertThat(blog().constrain(USER, identity("i", "name", "age", "live"))
                        .build()
                        .record(USER)
                        .identity())
                .isPresent();
    }

    @Test
    @DisplayName("T-270 STO-709 a violation is found below other failures, and causes that go round end the search")
    void findViolation() {
        EntailException violation = new EntailException(
                "TAKEN",
                "m",
                Map.of("kind", "unique", "constraint", "u", "record", "User", "attributes", List.of("name")));
        assertThat(ConstraintViolation.in(new IllegalStateException(new RuntimeException(violation))))
                .contains(new ConstraintViolation(
                        ConstraintViolation.Kind.UNIQUE, "TAKEN", "u", "User", List.of("name")));
        RuntimeException first = new RuntimeException("first");
        first.initCause(new RuntimeException("second", first));
        assertThat(ConstraintViolation.in(first)).isEmpty();
        assertThat(ConstraintViolation.in(null)).isEmpty();
    }
}
