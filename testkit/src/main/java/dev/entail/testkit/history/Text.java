package dev.entail.testkit.history;

import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.Row;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of histories for people, close to how they are written in Java. */
final class Text {
    private static final int LONGEST = 200;

    private Text() {}

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> quoted(text);
            case Draft draft -> map(draft.values());
            case Row row -> "#" + row.id() + map(row.values());
            case Map<?, ?> map -> map(map);
            case Match match -> match(match);
            case Query query -> query(query);
            case Collection<?> items -> items.stream().map(Text::of).collect(Collectors.joining(", ", "[", "]"));
            case Double number -> number + "d";
            case java.math.BigDecimal number -> number + "m";
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().limit(LONGEST).forEach(point -> {
            if (point == '"' || point == '\\') {
                out.append('\\').appendCodePoint(point);
            } else if (point < ' ' || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                out.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                out.appendCodePoint(point);
            }
        });
        return out.append(text.length() > LONGEST ? "...\"" : "\"").toString();
    }

    private static String map(Map<?, ?> map) {
        return map.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + of(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String match(Match match) {
        return switch (match) {
            case Match.All all -> "all";
            case Match.And and -> "and" + parts(and.parts());
            case Match.Or or -> "or" + parts(or.parts());
            case Match.Not not -> "not(" + match(not.part()) + ")";
            case Match.Exists exists -> "exists(" + exists.path() + ", " + match(exists.inner()) + ")";
            case Match.Comparison comparison ->
                comparison.path() + " " + comparison.operator()
                        + (comparison.operand() == null ? "" : " " + of(comparison.operand()));
        };
    }

    private static String parts(List<Match> parts) {
        return parts.stream().map(Text::match).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String query(Query query) {
        return query.record() + " select " + selection(query.selection()) + " where " + match(query.match())
                + order(query.order()) + page(query.page().limit(), query.page().offset());
    }

    private static String selection(List<Selection> parts) {
        return parts.stream()
                .map(part -> switch (part) {
                    case Selection.Value value -> value.name();
                    case Selection.Link link -> "&" + selection(link.parts());
                    case Selection.Related related ->
                        related.name()
                                + selection(related.parts())
                                + (related.match() instanceof Match.All ? "" : " where " + match(related.match()))
                                + order(related.order())
                                + page(related.page().limit(), related.page().offset());
                })
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String order(List<Order> order) {
        return order.isEmpty()
                ? ""
                : order.stream()
                        .map(key -> key.path() + (key.ascending() ? "" : " descending"))
                        .collect(Collectors.joining(", ", " order by ", ""));
    }

    private static String page(@Nullable Long limit, long offset) {
        return (limit == null ? "" : " limit " + limit) + (offset == 0 ? "" : " offset " + offset);
    }
}
