package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.ItemChange;
import dev.entail.core.computation.Last;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Step;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Custom global values that follow the records of a union one by one. Counts and sums that only other members have are zero
 * under the name of the union, and whoever goes is seen as when he came.
 */
abstract class UnionItemsContract extends RuntimeGroup {
    private static final Entity BOX = entity("Box", text("name"));
    private static final Entity TAG = entity("Tag", text("name"));
    private static final Entity PART = entity("Part", integer("weight"));
    private static final Relation IN = manyToOne(PART, "box", BOX, "parts").named("In");
    private static final Union THING = Union.of("Thing", BOX, TAG);
    private static final View NAMED = View.of("Named", THING, Match.isNotNull("name"));
    private static final Relation ON = manyToMany(TAG, "on", BOX, "tags").named("On");
    private static final Relation BY = manyToMany(TAG, "by", BOX, "notes").named("By");
    private static final RelationUnion TIE = RelationUnion.of("Tie", "ties", "tiedBy", ON, BY);
    private static final Entity REMARK = entity("Remark", text("text"));
    private static final Relation ABOUT =
            manyToOne(REMARK, "about", ON, "remarks").named("About");
    private static final Property<Long> TOTAL = integer("total");

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    private static ModelBuilder facts() {
        return Model.model("Things")
                .facts(BOX, TAG, PART, IN, THING, NAMED)
                .facts(ON, BY, TIE, REMARK, ABOUT)
                .derive(BOX, integer("size"), Count.of("parts"))
                .derive(BOX, integer("load"), Summation.of("parts", "weight"))
                .derive(ON, integer("size"), Count.of("remarks"));
    }

    /** A sum over all items, each of which adds something else if it has no size. */
    private Custom sum(Query set) {
        return Custom.reading("things", set)
                .computing(all -> all.rows("things").stream()
                        .mapToLong(UnionItemsContract::share)
                        .sum())
                .updating(this::add);
    }

    private Step add(Last last, ItemChange change) {
        calls.add(size(change.before()) + "->" + size(change.now()));
        return Step.value((Long) Objects.requireNonNull(last.value()) + share(change.now()) - share(change.before()));
    }

    private static long share(@Nullable Row row) {
        return row == null ? 0 : row.get("size") instanceof Long size ? 1 + size : 1000;
    }

    private static String size(@Nullable Row row) {
        return row == null ? "" : String.valueOf(row.get("size"));
    }

    @Test
    @DisplayName("INC-03 STO-433 a count of other members is zero for whoever comes, and still zero when he goes")
    final void comesAndGoes() {
        for (RecordDefinition set : List.of(THING, NAMED)) {
            calls.clear();
            Entail entail = open(facts().derive(TOTAL, sum(Query.of(set.name()).select("size", "load")))
                    .build());
            RecordId tag = entail.create(TAG, Draft.of("name", "t"));
            RecordId box = entail.create(BOX, Draft.of("name", "b"));
            entail.create(PART, Draft.of("weight", 5).set("box", box));
            assertThat(entail.global(TOTAL)).isEqualTo(3);
            entail.delete(TAG, tag);
            assertThat(entail.global(TOTAL)).isEqualTo(2);
            entail.delete(BOX, box);
            assertThat(entail.global(TOTAL)).isZero();
            assertThat(calls).containsExactly("->0", "->0", "0->1", "0->", "1->");
        }
    }

    @Test
    @DisplayName("INC-02 STO-433 so it is for whoever is changed and deleted in one transaction, and with all values")
    final void changedAndDeleted() {
        Entail entail = open(
                facts().derive(TOTAL, sum(Query.of(THING.name()).select("*"))).build());
        RecordId tag = entail.create(TAG, Draft.of("name", "t"));
        RecordId box = entail.create(BOX, Draft.of("name", "b"));
        calls.clear();
        entail.inTransaction(writes -> {
            writes.update(TAG, tag, Draft.of("name", "x"));
            writes.create(PART, Draft.of("weight", 5).set("box", box));
            writes.delete(BOX, box);
            return writes.delete(TAG, tag);
        });
        assertThat(calls).containsExactlyInAnyOrder("0->", "0->");
        assertThat(entail.global(TOTAL)).isZero();
    }

    @Test
    @DisplayName("INC-04 STO-433 whoever is in the set because of such a zero leaves it when he is deleted")
    final void condition() {
        Query empty = Query.of(THING.name()).select("size").where(Match.eq("load", 0L));
        Entail entail = open(facts().derive(TOTAL, sum(empty)).build());
        RecordId tag = entail.create(TAG, Draft.of("name", "t"));
        RecordId box = entail.create(BOX, Draft.of("name", "b"));
        assertThat(entail.global(TOTAL)).isEqualTo(2);
        entail.create(PART, Draft.of("weight", 5).set("box", box));
        assertThat(entail.global(TOTAL)).isEqualTo(1);
        entail.delete(TAG, tag);
        assertThat(entail.global(TOTAL)).isZero();
        assertThat(calls).containsExactly("->0", "->0", "0->", "0->");
    }

    @Test
    @DisplayName("INC-03 STO-440 links of several relations under one name come and go in the same way")
    final void links() {
        Entail entail = open(
                facts().derive(TOTAL, sum(Query.of(TIE.name()).select("size"))).build());
        RecordId tag = entail.create(TAG, Draft.of("name", "t"));
        RecordId box = entail.create(BOX, Draft.of("name", "b"));
        entail.link(BY, Link.between(tag, box));
        RecordId on = entail.link(ON, Link.between(tag, box));
        entail.create(REMARK, Draft.of("about", on));
        assertThat(entail.global(TOTAL)).isEqualTo(3);
        entail.unlink(BY, tag, box);
        assertThat(entail.global(TOTAL)).isEqualTo(2);
        entail.delete(TAG, tag);
        assertThat(entail.global(TOTAL)).isZero();
    }
}
