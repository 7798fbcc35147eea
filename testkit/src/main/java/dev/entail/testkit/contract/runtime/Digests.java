package dev.entail.testkit.contract.runtime;

import dev.entail.Entail;
import dev.entail.core.computation.Async;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.Request;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.async.Task;
import dev.entail.runtime.async.TaskPlace;
import dev.entail.storage.task.TaskStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Pages whose digests somebody else writes, what follows from these, and advice for a shop. */
final class Digests {
    static final Property<String> DIGEST = Property.text("digest");
    static final Property<Long> ADVICE = Property.integer("advice");
    static final Property<Long> DIGESTED = Property.integer("digested");
    static final Entity SITE = Entity.entity("Site", Property.text("name"));
    static final Entity PAGE = Entity.entity("Page", Property.text("url"), Property.text("stream"));
    static final Entity PRODUCT = Entity.entity("Product", Property.integer("price"));
    static final Relation PAGES = Relation.manyToOne(PAGE, "site", SITE, "pages");
    static final View READY = View.of("Ready", PAGE, Match.isNotNull("digest"));
    static final TaskPlace OF_PAGE = TaskPlace.of(PAGE, DIGEST);
    static final TaskPlace OF_SHOP = TaskPlace.of(ADVICE);

    /** An address that needs nobody. */
    static final String LOCAL = "local:";

    /** How often a result has been applied. */
    final AtomicInteger applied = new AtomicInteger();

    /** The model. */
    Model model() {
        return model(async -> async, DIGEST);
    }

    Model model(UnaryOperator<Async> how, Property<String> digest) {
        return Model.model("Digests")
                .facts(SITE, PAGE, PRODUCT, PAGES, READY)
                .derive(
                        PAGE,
                        digest,
                        how.apply(Custom.reading("url", "stream")
                                .requesting(Digests::ask)
                                .applying(this::digest)))
                .derive(PAGE, Property.integer("length"), Computed.from("digest", row ->
                        (long) (row.get("digest") instanceof String text ? text.length() : 0)))
                .derive(SITE, Property.integer("length"), Summation.of("pages", "length"))
                .derive(DIGESTED, Count.of(READY))
                .derive(
                        ADVICE,
                        Custom.reading("products", Query.of("Product").select("price"))
                                .requesting(Digests::askForAdvice))
                .build();
    }

    private static Request ask(Row page) {
        if (!(page.get("url") instanceof String url)) {
            return Request.none();
        }
        if (url.startsWith(LOCAL)) {
            return Request.resolved("nothing").with(Map.of("url", url));
        }
        Request.Work work = Request.of("url", url);
        return page.get("stream") instanceof String stream ? work.freshness(stream) : work;
    }

    private String digest(@Nullable Object result, Map<String, @Nullable Object> args) {
        applied.incrementAndGet();
        if ("poison".equals(result)) {
            throw new IllegalStateException("what a result");
        }
        return result + " at " + args.get("url");
    }

    private static Request askForAdvice(Row row) {
        List<Row> products = row.rows("products");
        return Request.of("count", products.size())
                .and(
                        "total",
                        products.stream()
                                .mapToLong(each -> each.integer("price"))
                                .sum());
    }

    static @Nullable String of(Entail entail, RecordId page) {
        return (String)
                entail.query(PAGE).select("digest").byId(page).orElseThrow().get("digest");
    }

    static List<Task> tasks(Entail entail, TaskPlace place, TaskStatus status) {
        return entail.tasks().list(place, status, 0, 1000);
    }

    /** The last task of a record. */
    static Task task(Entail entail, RecordId record) {
        return List.of(TaskStatus.values()).stream()
                .flatMap(status -> tasks(entail, OF_PAGE, status).stream())
                .filter(task -> task.record().equals(record))
                .max(Comparator.comparingLong(Task::id))
                .orElseThrow();
    }
}
