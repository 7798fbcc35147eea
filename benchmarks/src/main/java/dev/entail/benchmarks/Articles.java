package dev.entail.benchmarks;

import static dev.entail.core.definition.Constraint.identity;
import static dev.entail.core.definition.Constraint.unique;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;

import dev.entail.Entail;
import dev.entail.RecordQuery;
import dev.entail.core.definition.Entity;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.storage.spi.DatabaseConfig;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.stream.LongStream;

/** A large table of an ordinary model: an id and five values, two of them with an index. */
final class Articles {
    /** The identity: indexed and never null. */
    static final String NUMBER = "number";

    /** Unique where it is present: indexed, and may be null. */
    static final String RANK = "rank";

    private static final int CHUNK = 10_000;
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final Entity ARTICLE =
            entity("Article", text("title"), integer(NUMBER), integer(RANK), decimal("price"), timestamp("changed"));

    private Articles() {}

    static Entail open(DatabaseConfig config) {
        return Entail.with(Model.model("Articles")
                        .facts(ARTICLE)
                        .constrain(ARTICLE, identity("article_number", NUMBER), unique("article_rank", RANK))
                        .build())
                .open(config);
    }

    /** All articles with all values, in no order. */
    static RecordQuery all(Entail entail) {
        return entail.query(ARTICLE).select("*");
    }

    /** Stores articles, some thousands in a transaction. */
    static void fill(Entail entail, long rows) {
        for (long from = 0; from < rows; from += CHUNK) {
            long first = from;
            entail.inTransaction(writes -> writes.createAll(
                    ARTICLE,
                    LongStream.range(first, Math.min(rows, first + CHUNK))
                            .mapToObj(Articles::article)
                            .toList()));
        }
    }

    private static Draft article(long number) {
        return Draft.of("title", "An article of a length that titles have, number " + number)
                .set(NUMBER, number)
                .set(RANK, number)
                .set("price", BigDecimal.valueOf(number % 100_000, 2))
                .set("changed", START.plusSeconds(number));
    }
}
