package dev.entail.core.model;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.list;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;
import static dev.entail.core.definition.Relation.oneToOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.computation.Count;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.match.Match;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Views, unions, and ends of relations")
final class SetsTest {
    private static final Entity A = entity("A", text("name"), integer("age"));
    private static final Entity B = entity("B", text("name"), integer("v"));
    private static final Relation BS = Relation.oneToMany(A, "bs", B, "a");

    private static List<String> codes(RecordDefinition... facts) {
        return codes(Model.model("M").facts(facts));
    }

    private static List<String> codes(ModelBuilder builder) {
        return catchThrowableOfType(InvalidModelException.class, builder::build).problems().stream()
                .map(Problem::code)
                .toList();
    }

    @Test
    @DisplayName("MOD-60 STO-076 STO-402 a view has the attributes of its base and the conditions of the whole chain")
    void views() {
        View adult = View.of("Adult", A, Match.ge("age", 18));
        View adultAnn = View.of("AdultAnn", adult, Match.eq("name", "Ann"));
        Model model = Model.model("M").facts(A, B, BS, adult, adultAnn).build();
        RecordModel view = model.record("AdultAnn");
        assertThat(view.values().keySet()).containsExactly("name", "age");
        assertThat(view.navigations().keySet()).containsExactly("bs");
        assertThat(view.membership()).isEqualTo(Match.and(Match.ge("age", 18), Match.eq("name", "Ann")));
        assertThat(view.root()).isEqualTo("A");
        assertThat(view.creates()).contains("A");
        assertThat(model.roots().keySet()).containsExactly("A", "B", BS.name());
    }

    @Test
    @DisplayName("T-007 T-008 T-031 T-032 MOD-62..64 STO-403 what a view may not do")
    void viewRefusals() {
        assertThat(codes(A, B, BS, View.of("V", A, Match.eq("bs.name", "x")))).containsExactly("SETUP_VIEW_PATH");
        assertThat(codes(A, B, BS, View.of("V", A, Match.eq("nmae", "x")))).containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(A, B, BS, View.of("V", A, Match.exists("bs", Match.eq("w", 1)))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(B, View.of("V", A, Match.all()))).contains("DECL_UNKNOWN_RECORD");
        View view = View.of("V", A, Match.eq("name", "x"));
        assertThat(codes(Model.model("M").facts(A, B, BS, view).derive(view, integer("n"), Count.of("bs"))))
                .contains("SETUP_VIEW_PROPERTY");
        assertThat(codes(Model.model("M").facts(A, view).constrain(view, Constraint.unique("u", "name"))))
                .contains("SETUP_CONSTRAINT_ATTRIBUTE");
        Model tracked = Model.model("M")
                .facts(A, B, BS, View.of("W", A, Match.exists("bs", Match.gt("v", Match.field("age")))))
                .build();
        assertThat(tracked.record("W").dependencies(tracked))
                .extracting(dependency -> dependency.prefix() + ":" + dependency.record())
                .containsExactlyInAnyOrder(":W", "bs:B", ":W");
    }

    @Test
    @DisplayName("T-021..T-023 MOD-61 STO-420 a view of a relation has the shape of its base and names of its own")
    void relationViews() {
        Relation likes = manyToMany(A, "liked", B, "likedBy").with(text("kind"));
        RelationView hot = RelationView.of("Hot", likes, "hotLiked", "hotLikedBy", Match.eq("kind", "hot"));
        Model model = Model.model("M").facts(A, B, likes, hot).build();
        assertThat(model.record("A").navigations().get("hotLiked").many()).isTrue();
        assertThat(model.record("Hot").relation().orElseThrow().cardinality()).isEqualTo(likes.cardinality());
        assertThat(codes(A, B, likes, RelationView.of("Hot", likes, "liked", "x", Match.eq("kind", "hot"))))
                .containsExactly("SETUP_NAMESPACE_CONFLICT");
        assertThat(codes(A, RelationView.of("Hot", A, "x", "y", Match.all()))).containsExactly("DECL_ENTITY_SHAPE");
        Relation friends = manyToMany(A, "friends", A, "friends").with(text("kind"));
        assertThat(codes(A, friends, RelationView.of("Close", friends, "close", "closeTo", Match.eq("kind", "c"))))
                .containsExactly("DECL_FILTERED_CONTRADICTION");
        assertThat(Model.model("M")
                        .facts(A, friends, RelationView.of("Close", friends, "close", "close", Match.eq("kind", "c")))
                        .build()
                        .record("A")
                        .navigations())
                .containsKey("close");
    }

    @Test
    @DisplayName("T-014 T-035 T-036 T-197 MOD-26 MOD-30 MOD-73..75 STO-430 STO-431 what a union demands of its inputs")
    void unions() {
        Entity x = entity("X", integer("k"), text("name"));
        Entity y = entity("Y", text("j"), text("name"));
        Model model = Model.model("M")
                .facts(x, y, Union.of("MM", x, y).withCommon(text("name")))
                .build();
        assertThat(model.record("MM").values().keySet()).containsExactly("__type", "k", "name", "j");
        assertThat(model.record("X").values().keySet()).containsExactly("__type", "k", "name");
        assertThat(model.record("MM").creates()).isEmpty();
        assertThat(model.roots().keySet()).containsExactly("MM");
        assertThat(codes(x, Union.of("MM"))).contains("DECL_ENTITY_SHAPE");
        assertThat(codes(x, y, Union.of("MM", x, y).withCommon(integer("k")))).containsExactly("SETUP_COMMON_PROPERTY");
        Entity clash = entity("Z", text("k"));
        assertThat(codes(x, clash, Union.of("MM", x, clash))).contains("SETUP_MERGE_TYPE_CONFLICT");
        Entity listed = entity("Z", list(integer("k")));
        assertThat(codes(x, listed, Union.of("MM", x, listed))).contains("SETUP_MERGE_TYPE_CONFLICT");
        Entity typed = entity("T", text("__type"));
        assertThat(codes(x, typed, Union.of("MM", x, typed))).contains("SETUP_DISCRIMINATOR_CONFLICT");
        assertThat(Model.model("M").facts(typed).build().record("T").values()).containsKey("__type");
        assertThat(codes(x, Union.of("MM", x, y))).contains("DECL_UNKNOWN_RECORD");
        assertThat(codes(A, B, BS, Union.of("MM", A, BS))).contains("DECL_ENTITY_SHAPE");
        Union united = Union.of("MM", x, y);
        Relation notes = manyToOne(B, "about", united, "notes");
        assertThat(codes(Model.model("M").facts(x, y, B, united, notes).derive(x, integer("n"), Count.of("notes"))))
                .containsExactly("SETUP_COMPUTATION_CONTEXT");
        assertThat(codes(Model.model("M")
                        .facts(x, y, Union.of("MM", x, y))
                        .derive(integer("sum"), Summation.of(Union.of("MM", x, y), "j"))))
                .contains("DECL_TYPE_MISMATCH");
    }

    @Test
    @DisplayName("T-024 T-025 MOD-76 STO-440 relations of one shape only are united")
    void relationUnions() {
        Relation one = manyToMany(A, "one", B, "oneOf");
        Relation two = manyToMany(A, "two", B, "twoOf");
        Relation single = manyToOne(A, "single", B, "singleOf");
        assertThat(Model.model("M")
                        .facts(A, B, one, two, RelationUnion.of("Both", "both", "bothOf", one, two))
                        .build()
                        .record("A")
                        .navigations())
                .containsKeys("one", "two", "both");
        assertThat(codes(A, B, one, RelationUnion.of("Both", "both", "bothOf"))).contains("DECL_ENTITY_SHAPE");
        assertThat(codes(A, B, one, single, RelationUnion.of("Both", "both", "bothOf", one, single)))
                .containsExactly("DECL_UNION_MISMATCH");
        Relation owns = oneToMany(A, "owns", B, "owner");
        Relation keeps = oneToMany(A, "keeps", B, "keeper").reliantTargets();
        assertThat(codes(A, B, owns, keeps, RelationUnion.of("Both", "both", "bothOf", owns, keeps)))
                .containsExactly("DECL_UNION_MISMATCH");
        assertThat(codes(A, B, one, RelationUnion.of("Both", "both", "bothOf", one, A)))
                .contains("DECL_ENTITY_SHAPE");
    }

    @Test
    @DisplayName("T-020 MOD-54 STO-015 only a target with one source depends on it")
    void reliance() {
        assertThat(codes(A, B, manyToOne(A, "b", B, "as").reliantTargets())).containsExactly("DECL_RELIANCE_TYPE");
        assertThat(codes(A, B, manyToMany(A, "b", B, "as").reliantTargets())).containsExactly("DECL_RELIANCE_TYPE");
        Model model = Model.model("M")
                .facts(
                        A,
                        B,
                        oneToOne(A, "b", B, "a").reliantTargets(),
                        oneToMany(A, "bs", B, "owner").reliantTargets())
                .build();
        assertThat(model.record("A").navigations()).containsKeys("b", "bs");
    }

    @Test
    @DisplayName("T-005 T-006 MOD-56 MOD-67 STO-004 STO-006 a record, its views and unions share one namespace")
    void namespaces() {
        View adult = View.of("Adult", A, Match.ge("age", 18));
        assertThat(codes(A, B, adult, manyToOne(B, "holder", adult, "age")))
                .containsExactly("SETUP_NAMESPACE_CONFLICT");
        assertThat(codes(A, B, BS, adult, manyToOne(B, "holder", adult, "bs")))
                .containsExactly("SETUP_NAMESPACE_CONFLICT");
        Model model = Model.model("M")
                .facts(A, B, adult, manyToOne(B, "holder", adult, "held"))
                .build();
        assertThat(model.record("A").navigations()).containsKey("held");
        assertThat(model.record("B").navigations().get("holder").targetRecord()).isEqualTo("A");
        Relation link = manyToMany(A, "bs", B, "as");
        assertThat(codes(A, B, link, oneToOne(link, "source", B, "x"))).contains("DECL_PROPERTY_RESERVED");
        Model onLinks = Model.model("M")
                .facts(A, B, link, oneToOne(link, "seat", B, "seatOf"))
                .build();
        assertThat(onLinks.record(link.name()).navigations()).containsKeys("source", "target", "seat");
    }
}
