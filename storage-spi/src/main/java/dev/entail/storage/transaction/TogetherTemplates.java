package dev.entail.storage.transaction;

import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.SqlTemplate;
import dev.entail.storage.sql.StatementBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a dialect makes of several statements that are sent together, built once for each shape. Thread-safe. */
final class TogetherTemplates {
    /** A text for more rows would be parsed for longer than the round trips take, and hardly be used again. */
    private static final int MAX_ROWS = 64;

    /** Shapes depend on how many rows a call brings, so they are bounded; those that come later are sent one by one. */
    private static final int MAX_SHAPES = 1_000;

    private final Dialect dialect;
    private final Map<List<Part>, Optional<String>> texts = new ConcurrentHashMap<>();

    TogetherTemplates(Dialect dialect) {
        this.dialect = dialect;
    }

    /** One text for all; empty if the database cannot take them together, or it would be too long. */
    Optional<String> of(List<StatementBatch> statements) {
        List<Part> shape = new ArrayList<>(statements.size());
        int times = 0;
        for (StatementBatch statement : statements) {
            shape.add(new Part(statement.template(), statement.rows().size()));
            times += statement.rows().size();
        }
        if (times > MAX_ROWS) {
            return Optional.empty();
        }
        Optional<String> known = texts.get(shape);
        if (known != null) {
            return known;
        }
        return texts.size() < MAX_SHAPES ? texts.computeIfAbsent(shape, this::compile) : Optional.empty();
    }

    private Optional<String> compile(List<Part> shape) {
        List<String> statements = new ArrayList<>();
        int parameters = 0;
        for (Part part : shape) {
            statements.addAll(part.template().times(part.times()));
            parameters += part.times() * part.template().parameters().size();
        }
        if (statements.size() == 1) {
            return Optional.of(statements.get(0)); // a transaction of its own on every database
        }
        return parameters > dialect.maxParameters() ? Optional.empty() : dialect.together(statements);
    }

    private record Part(SqlTemplate template, int times) {}
}
