package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Names from the edges: they work everywhere, or the model is refused before any database is touched. */
abstract class NameFuzzContract extends RuntimeGroup {
    private static final List<String> WORDS = List.of(
            "select",
            "Table",
            "ORDER",
            "user",
            "group",
            "value",
            "key",
            "index",
            "rowid",
            "oid",
            "ctid",
            "xmin",
            "_id",
            "year",
            "end",
            "timestamp",
            "null",
            "true",
            "default",
            "limit",
            "__type_",
            "1a",
            "0",
            "_",
            "mixedCase",
            "MIXED_case_2",
            "Source",
            "t0");

    private static final int[] LENGTHS = {31, 64, 75};

    @Test
    @DisplayName("STO-003 STO-045..049 reserved words, mixed case and any length are names like any other")
    final void names() {
        List<Names> all = new ArrayList<>();
        for (int i = 0; i + 3 < WORDS.size(); i += 4) {
            all.add(Names.of(WORDS.get(i), WORDS.get(i + 1), WORDS.get(i + 2), WORDS.get(i + 3)));
        }
        for (int length : LENGTHS) {
            // They differ in the last letter only.
            String stem = "n".repeat(length - 1);
            all.add(Names.of(stem + "A", stem + "B", stem + "C", stem + "D"));
        }
        ModelBuilder builder = Model.model("Names");
        all.forEach(names -> names.declare(builder));
        Model model = builder.build();
        TestDatabase database = test().fresh();
        Entail entail = open(model, database);
        all.forEach(names -> names.roundTrip(entail));
        close(entail);
        Entail again = open(model, database);
        all.forEach(names -> assertThat(again.query(names.one()).count()).isEqualTo(1));
    }

    /** Four names, each for everything that a name can be: entity, property, relation, end, link value, constraint. */
    private record Names(
            String first,
            String second,
            String third,
            String fourth,
            Entity one,
            Entity two,
            Relation links,
            Relation single) {
        static Names of(String first, String second, String third, String fourth) {
            Entity one = Entity.entity(first, Property.text(first), Property.integer(second));
            Entity two = Entity.entity(second, Property.integer(third));
            Relation links = Relation.manyToMany(one, third, two, fourth)
                    .with(Property.integer(second))
                    .named(third);
            Relation single = Relation.manyToOne(two, first, one, fourth).named(fourth);
            return new Names(first, second, third, fourth, one, two, links, single);
        }

        void declare(ModelBuilder builder) {
            builder.facts(one, two, links, single)
                    .derive(one, Property.integer(first + "_" + second), Count.of(third))
                    .derive(one, Property.integer(second + "_" + first), Summation.of(fourth, third))
                    .constrain(one, Constraint.unique(first, first), Constraint.required(second, first));
        }

        void roundTrip(Entail entail) {
            RecordId a = entail.create(one, Draft.of(first, "a").set(second, 1));
            RecordId b = entail.create(two, Draft.of(third, 5).set(first, a));
            entail.link(links, Link.between(a, b).with(second, 7));
            Row row = entail.query(one)
                    .select("*", third + "." + third, fourth + "." + first + "." + first)
                    .where(Match.and(Match.eq(first, "a"), Match.exists(third, Match.eq(third, 5))))
                    .orderBy(Order.ascending(first), Order.descending(second))
                    .byId(a)
                    .orElseThrow();
            assertThat(row.integer(first + "_" + second)).isEqualTo(1);
            assertThat(row.integer(second + "_" + first)).isEqualTo(5);
            assertThat(row.rows(third).get(0).integer(third)).isEqualTo(5);
            assertThat(row.rows(fourth).get(0).row(first).text(first)).isEqualTo("a");
            assertThat(entail.query(links).select(second).first().orElseThrow().integer(second))
                    .isEqualTo(7);
            assertThat(failureOf(() -> entail.create(one, Draft.of(first, "a"))).details())
                    .containsEntry("constraint", first);
        }
    }

    @Test
    @DisplayName("STO-003 MOD-20 any other name is refused before anything is asked of a database")
    final void notNames() {
        List<String> accepted = new ArrayList<>();
        for (String piece : EdgeValues.PIECES) {
            for (String name : List.of(piece, "a" + piece)) {
                if (name.matches("[A-Za-z0-9_]+")) {
                    continue;
                }
                InvalidModelException asEntity = Assertions.catchThrowableOfType(
                        InvalidModelException.class,
                        () -> Model.model("M").facts(Entity.entity(name)).build());
                InvalidModelException asProperty = Assertions.catchThrowableOfType(
                        InvalidModelException.class,
                        () -> Model.model("M")
                                .facts(Entity.entity("E", Property.text(name)))
                                .build());
                if (asEntity == null || asProperty == null) {
                    accepted.add(name);
                }
            }
        }
        assertThat(accepted).isEmpty();
        assertThat(Assertions.catchThrowableOfType(
                        InvalidModelException.class,
                        () -> Model.model("M").facts(Entity.entity("")).build()))
                .isNotNull();
    }
}
