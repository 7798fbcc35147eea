package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Request;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.async.Task;
import dev.entail.runtime.async.TaskPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Records that somebody works out elsewhere: what he finds is a global value, and all records or links follow from it. */
abstract class AsyncRecordsContract extends AsyncGroup {
    private static final Entity PRODUCT = entity("Product", text("name"), text("kind"));
    private static final Entity RECOMMENDATION = entity("Recommendation", text("product"), integer("place"));
    private static final Relation SIMILAR = manyToMany(PRODUCT, "similar", PRODUCT, "similarTo")
            .with(integer("score"))
            .named("Similar");
    private static final Property<Object> FOUND = json("found");
    private static final TaskPlace PLACE = TaskPlace.of(FOUND);

    @Test
    @DisplayName("T-ASY-03 ASY-08 records from a result: a task for each change, and what is applied replaces what was"
            + " there")
    final void records() {
        Entail entail = open(Model.model("Advice")
                .facts(PRODUCT, RECOMMENDATION)
                .derive(FOUND, Custom.reading("products", electronics()).requesting(AsyncRecordsContract::ask))
                .derive(
                        RECOMMENDATION,
                        CustomRecords.reading("@found").keyedBy("product").yielding(AsyncRecordsContract::recommended))
                .derive(integer("recommended"), Count.of(RECOMMENDATION))
                .build());
        product(entail, "phone", "electronics");
        product(entail, "chair", "furniture");
        product(entail, "radio", "electronics");
        List<Task> tasks = pending(entail, PLACE);
        assertThat(tasks).extracting(task -> task.arg("count")).containsExactly(1L, 2L);
        assertThat(entail.query(RECOMMENDATION).count()).isZero();

        assertThat(finish(entail, tasks.get(1), List.of("radio", "phone")).isApplied())
                .isTrue();
        assertThat(recommendations(entail)).containsExactly("1 radio", "2 phone");
        RecordId phone = entail.query(RECOMMENDATION)
                .where(Match.eq("product", "phone"))
                .first()
                .orElseThrow()
                .id();

        product(entail, "watch", "electronics");
        Task third = pending(entail, PLACE).get(1);
        assertThat(third.arg("count")).isEqualTo(3L);
        assertThat(finish(entail, third, List.of("phone", "watch")).isApplied()).isTrue();
        assertThat(recommendations(entail)).containsExactly("1 phone", "2 watch");
        assertThat(entail.query(RECOMMENDATION).byId(phone))
                .as("what stays is the same record")
                .isPresent();
        assertThat(entail.global(integer("recommended"))).isEqualTo(2);
    }

    @Test
    @DisplayName("T-ASY-04 links from a result, with values")
    final void links() {
        Entail entail = open(Model.model("Advice")
                .facts(PRODUCT, SIMILAR)
                .derive(FOUND, Custom.reading("products", electronics()).requesting(AsyncRecordsContract::ask))
                .derive(SIMILAR, CustomRecords.reading("@found").yieldingLinks(AsyncRecordsContract::similar))
                .derive(PRODUCT, integer("similarCount"), Count.of("similar"))
                .build());
        List<RecordId> products = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            products.add(product(entail, "p" + i, "electronics"));
        }
        List<Map<String, Object>> scored = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < i; j++) {
                scored.add(Map.of(
                        "from", products.get(i).value(), "to", products.get(j).value(), "score", 10 * i + j));
            }
        }
        List<Task> tasks = pending(entail, PLACE);
        assertThat(finish(entail, tasks.get(4), scored).isApplied()).isTrue();
        assertThat(entail.query(SIMILAR).count()).isEqualTo(10);
        assertThat(entail.query(SIMILAR).select("score").list().stream().mapToLong(row -> row.integer("score")))
                .contains(10L, 43L);
        assertThat(entail.query(PRODUCT)
                        .select("similarCount")
                        .byId(products.get(4))
                        .orElseThrow()
                        .integer("similarCount"))
                .isEqualTo(4);
    }

    private static Query electronics() {
        return Query.of("Product").select("name").where(Match.eq("kind", "electronics"));
    }

    private static Request ask(Row read) {
        return Request.of("count", (long) read.rows("products").size());
    }

    private static List<Draft> recommended(Row read) {
        List<Draft> drafts = new ArrayList<>();
        for (Object name : found(read)) {
            drafts.add(Draft.of("product", name).set("place", drafts.size() + 1));
        }
        return drafts;
    }

    private static List<Link> similar(Row read) {
        List<Link> links = new ArrayList<>();
        for (Object each : found(read)) {
            Map<?, ?> scored = (Map<?, ?>) each;
            links.add(Link.between(id(scored.get("from")), id(scored.get("to"))).with("score", scored.get("score")));
        }
        return links;
    }

    private static RecordId id(@Nullable Object value) {
        return RecordId.of((Long) Objects.requireNonNull(value));
    }

    private static List<?> found(Row read) {
        return read.get("@found") instanceof List<?> list ? list : List.of();
    }

    private static RecordId product(Entail entail, String name, String kind) {
        return entail.create(PRODUCT, Draft.of("name", name).set("kind", kind));
    }

    private static List<String> recommendations(Entail entail) {
        return entail.query(RECOMMENDATION).select("place", "product").list().stream()
                .map(row -> row.integer("place") + " " + row.text("product"))
                .sorted()
                .toList();
    }
}
