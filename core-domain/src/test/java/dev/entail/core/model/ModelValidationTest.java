package dev.entail.core.model;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;
import static dev.entail.core.definition.Relation.oneToOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Model validation")
final class ModelValidationTest {
    private static final Entity USER = entity("User", text("name"));
    private static final Entity POST = entity("Post", text("title"), integer("size"));
    private static final Relation AUTHORSHIP = manyToOne(POST, "author", USER, "posts");

    private static List<Problem> problems(ModelBuilder builder) {
        return catchThrowableOfType(InvalidModelException.class, builder::build).problems();
    }

    private static List<String> codes(ModelBuilder builder) {
        return problems(builder).stream().map(Problem::code).toList();
    }

    private static ModelBuilder facts(Entity... entities) {
        return Model.model("M").facts(entities);
    }

    private static ModelBuilder blog() {
        return Model.model("M").facts(USER, POST, AUTHORSHIP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a-b", "A.b", "über"})
    @DisplayName("T-001 MOD-20 a name is made of letters, digits and underscores")
    void badName(String name) {
        assertThat(codes(facts(entity(name)))).contains("DECL_NAME_INVALID");
        assertThat(codes(facts(entity("E", text(name))))).contains("DECL_NAME_INVALID");
    }

    @Test
    @DisplayName("T-002 T-004 MOD-21 leading digits and underscores, and source on an entity, are fine")
    void goodNames() {
        Model model = facts(entity("1a"), entity("_x"), entity("User", text("source")))
                .build();
        assertThat(model.records()).containsOnlyKeys("1a", "_x", "User");
    }

    @Test
    @DisplayName("T-003 T-005 MOD-23 reserved names are refused")
    void reserved() {
        assertThat(codes(facts(entity("E", text("id"), text("_rowId")))))
                .containsExactly("DECL_PROPERTY_RESERVED", "DECL_PROPERTY_RESERVED");
        assertThat(codes(blog().facts(manyToMany(USER, "likes", POST, "likedBy").with(text("source")))))
                .containsExactly("DECL_PROPERTY_RESERVED");
        assertThat(codes(blog().facts(manyToMany(USER, "id", POST, "likedBy"))))
                .containsExactly("DECL_PROPERTY_RESERVED");
    }

    @Test
    @DisplayName("T-006 T-028 MOD-24 MOD-25 a name is given once")
    void duplicates() {
        assertThat(codes(facts(entity("E", text("a"), text("a"))))).containsExactly("DECL_PROPERTY_DUPLICATE");
        assertThat(codes(facts(entity("Same"), entity("Same")))).contains("SETUP_RECORD_DUPLICATE");
        assertThat(codes(facts(entity(Model.GLOBALS)))).contains("SETUP_RECORD_DUPLICATE");
    }

    @Test
    @DisplayName("names that differ only in letter case are refused, because some databases cannot tell them apart")
    void letterCase() {
        assertThat(codes(facts(entity("User"), entity("user")))).containsExactly("DECL_NAME_CASE_CLASH");
        assertThat(codes(facts(entity("E", text("a"), text("A"))))).containsExactly("DECL_NAME_CASE_CLASH");
    }

    @Test
    @DisplayName("T-015 STO-002 a relation without a name is named after its ends")
    void relationName() {
        assertThat(AUTHORSHIP.name()).isEqualTo("Post_author_posts_User");
        assertThat(AUTHORSHIP.named("Authorship").name()).isEqualTo("Authorship");
    }

    @Test
    @DisplayName("T-018 T-019 MOD-52 a symmetric relation is n:n; with two names any cardinality is fine")
    void symmetric() {
        for (Relation relation : List.of(
                oneToOne(USER, "peer", USER, "peer"),
                oneToMany(USER, "peer", USER, "peer"),
                manyToOne(USER, "peer", USER, "peer"))) {
            assertThat(codes(Model.model("M").facts(USER, relation))).contains("DECL_SYMMETRIC_TYPE");
        }
        Model model = Model.model("M")
                .facts(USER, manyToMany(USER, "friends", USER, "friends"), manyToOne(USER, "mentor", USER, "mentees"))
                .build();
        assertThat(model.record("User").navigations()).containsOnlyKeys("friends", "mentor", "mentees");
    }

    @Test
    @DisplayName("T-029 T-030 MOD-56 properties and relations of an entity share one namespace")
    void namespace() {
        assertThat(codes(Model.model("M").facts(USER, POST, manyToOne(POST, "title", USER, "posts"))))
                .containsExactly("SETUP_NAMESPACE_CONFLICT");
        assertThat(codes(blog().facts(oneToMany(USER, "posts", POST, "owner"))))
                .containsExactly("SETUP_NAMESPACE_CONFLICT");
        assertThat(codes(blog().derive(USER, integer("posts"), Count.of("posts"))))
                .contains("SETUP_NAMESPACE_CONFLICT");
    }

    @Test
    @DisplayName("a relation may only join entities that the model has")
    void unknownEntity() {
        assertThat(codes(Model.model("M").facts(POST, AUTHORSHIP))).contains("DECL_UNKNOWN_RECORD");
    }

    @Test
    @DisplayName("T-013 MOD-44 a value has one writer")
    void twoWriters() {
        assertThat(codes(blog().derive(USER, integer("postCount").defaultTo(1L), Count.of("posts"))))
                .containsExactly("DECL_TWO_WRITERS");
        assertThat(codes(blog().derive(POST, integer("size"), Count.of("author"))))
                .containsExactly("DECL_PROPERTY_DUPLICATE");
    }

    @Test
    @DisplayName(
            "T-037 T-042 MOD-32 MOD-130 an aggregate looks at a relation of its holder, a global one at all records")
    void context() {
        assertThat(problems(blog().derive(USER, integer("n"), Count.of("post"))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("DECL_UNKNOWN_ATTRIBUTE");
                    assertThat(problem.path()).isEqualTo("User.n");
                    assertThat(problem.message()).contains("did you mean 'posts'?");
                    assertThat(problem.hint()).isNotBlank();
                });
        assertThat(codes(blog().derive(USER, integer("n"), Count.of(POST))))
                .containsExactly("SETUP_COMPUTATION_CONTEXT");
        assertThat(codes(blog().derive(integer("n"), Count.of("posts")))).containsExactly("SETUP_COMPUTATION_CONTEXT");
        assertThat(codes(blog().derive(integer("n"), Computed.from("x", row -> 1L))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
    }

    @Test
    @DisplayName("CNT-01 SUM-01 the type of a derived value is the type of what it is derived from")
    void types() {
        assertThat(codes(blog().derive(USER, text("n"), Count.of("posts")))).containsExactly("DECL_TYPE_MISMATCH");
        assertThat(codes(blog().derive(USER, decimal("n"), Summation.of("posts", "size"))))
                .containsExactly("DECL_TYPE_MISMATCH");
        assertThat(codes(blog().derive(USER, integer("n"), Summation.of("posts", "title"))))
                .containsExactly("DECL_TYPE_MISMATCH");
        assertThat(codes(blog().derive(USER, integer("n"), Summation.of("posts", "sise"))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
    }

    @Test
    @DisplayName("values that depend on themselves are reported with the way round")
    void cycle() {
        List<Problem> problems = problems(blog().derive(USER, integer("a"), Computed.from("b", row -> 1L))
                .derive(USER, integer("b"), Computed.from("a", row -> 1L)));
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("DERIVATION_CYCLE");
            assertThat(problem.message()).contains("User.a <- User.b <- User.a");
        });
    }

    @Test
    @DisplayName("T-058 T-059 MOD-151 MOD-152 event sources have names of their own, and so have their events")
    void eventSources() {
        Source first = new Source("Ping", entity("_Ping_"));
        assertThat(blog().events(first, first).build().eventSources()).containsOnlyKeys("Ping");
        assertThat(codes(blog().events(first, new Source("Ping", first.eventEntity()))))
                .contains("SETUP_EVENT_SOURCE_DUPLICATE");
        assertThat(codes(facts(entity("_Ping_", text("mine"))).events(first))).contains("SETUP_RECORD_DUPLICATE");
        assertThat(codes(blog().events(new Source("a:b", entity("_Ping_"))))).contains("DECL_NAME_INVALID");
        assertThat(codes(blog().events(new Source(" ", entity("_Ping_"))))).contains("DECL_NAME_INVALID");
    }

    @Test
    @DisplayName("a derivation from events needs the event source in the model, and a removal needs a relation")
    void recordDerivations() {
        Source ping = new Source("Ping", entity("_Ping_"));
        assertThat(codes(blog().derive(USER, Transform.toRecord(ping, event -> Draft.empty()))))
                .containsExactly("DECL_UNKNOWN_EVENT_SOURCE");
        Removal<Row> removal = Removal.ofLink(ping, event -> Link.between(RecordId.of(1), RecordId.of(1)));
        assertThat(codes(blog().events(ping).derive(USER, removal))).containsExactly("SETUP_COMPUTATION_CONTEXT");
        assertThat(codes(blog().derive(entity("Other"), Transform.toRecord(ping, event -> Draft.empty()))))
                .contains("DECL_UNKNOWN_RECORD");
    }

    @Test
    @DisplayName(
            "T-027 T-033 MOD-80 MOD-84 constraints have names of their own and look at what is stored with the record")
    void constraints() {
        assertThat(codes(blog().constrain(USER, Constraint.unique("u")))).containsExactly("DECL_CONSTRAINT");
        assertThat(codes(blog().constrain(USER, Constraint.unique("u", "name", "name"))))
                .containsExactly("DECL_CONSTRAINT");
        assertThat(codes(blog().constrain(USER, Constraint.unique("u-1", "name"))))
                .containsExactly("DECL_NAME_INVALID");
        assertThat(codes(blog().constrain(USER, Constraint.unique("u", "nmae"))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(blog().constrain(USER, Constraint.unique("u", "posts"))))
                .containsExactly("SETUP_CONSTRAINT_ATTRIBUTE");
        assertThat(codes(blog().constrain(POST, Constraint.required("u", "author"))))
                .containsExactly("SETUP_CONSTRAINT_ATTRIBUTE");
        assertThat(codes(blog().constrain(USER, Constraint.unique("u", "name"), Constraint.required("U", "name"))))
                .containsExactly("SETUP_CONSTRAINT_DUPLICATE");
        assertThat(codes(blog().constrain(entity("Other"), Constraint.unique("u", "name"))))
                .containsExactly("DECL_UNKNOWN_RECORD");
        assertThat(blog().constrain(POST, Constraint.unique("u", "author", "title"))
                        .build()
                        .record("Post")
                        .constraints())
                .hasSize(1);
    }

    @Test
    @DisplayName("an aggregate over the end of a link is refused")
    void aggregateOverEnds() {
        assertThat(codes(blog().derive(AUTHORSHIP, integer("n"), Count.of("source"))))
                .containsExactly("SETUP_COMPUTATION_CONTEXT");
    }

    @Test
    @DisplayName("DEC-05 all mistakes are reported at once, each with code, path and hint")
    void allAtOnce() {
        List<Problem> problems = problems(facts(entity("a b"), entity("E", text("id"), text("x"), text("x")))
                .derive(USER, integer("n"), Count.of("posts")));
        assertThat(problems)
                .extracting(Problem::code)
                .contains(
                        "DECL_NAME_INVALID",
                        "DECL_PROPERTY_RESERVED",
                        "DECL_PROPERTY_DUPLICATE",
                        "DECL_UNKNOWN_RECORD");
        assertThat(problems).allSatisfy(problem -> {
            assertThat(problem.path()).isNotBlank();
            assertThat(problem.hint()).isNotBlank();
        });
    }

    @Test
    @DisplayName("VOC-11 entities, relations and derivations may refer to each other in circles")
    void circles() {
        Relation mentor = manyToOne(USER, "mentor", USER, "mentees");
        Model model = Model.model("M")
                .facts(USER, POST, AUTHORSHIP, mentor)
                .derive(USER, integer("written"), Summation.of("posts", "size"))
                .derive(POST, integer("authorWritten"), Summation.of("author", "written"))
                .derive(USER, integer("taught"), Summation.of("mentees", "written"))
                .build();
        assertThat(model.evaluationOrder())
                .extracting(Model.DerivedValue::path)
                .containsExactly("User.written", "User.taught", "Post.authorWritten");
    }

    @Test
    @DisplayName("an unknown name is answered with what there is")
    void lookUp() {
        Model model = blog().build();
        assertThat(catchThrowableOfType(dev.entail.core.error.EntailException.class, () -> model.record("Pots"))
                        .getMessage())
                .contains("did you mean 'Post'?", "User");
    }

    private record Source(String name, Entity eventEntity) implements EventSource<Row> {
        @Override
        public Row view(Row event) {
            return event;
        }

        @Override
        public Set<RecordDefinition> references() {
            return Set.of();
        }

        @Override
        public List<Problem> problems() {
            return List.of();
        }
    }

    @Test
    @DisplayName("MOD-41 a default is a constant or a function of the values before it")
    void defaults() {
        Property<String> constant = text("a").defaultTo("x");
        assertThat(constant.defaultValue().apply(new Row(RecordId.of(1), java.util.Map.of())))
                .isEqualTo("x");
    }
}
