package dev.entail.storage.json;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.match.MatchTree;
import dev.entail.core.query.Order;
import dev.entail.core.query.Page;
import dev.entail.core.query.ReadRequest;
import dev.entail.core.value.Cursor;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests to read as JSON and back, for those who send or keep them.
 *
 * <pre>{@code
 * {"select": ["title", "author.name"], "where": {"path": "likeCount", "is": "ge", "value": 2},
 *  "orderBy": ["-likeCount", "title"], "limit": 20, "offset": 40}
 * }</pre>
 *
 * <p>All keys may be left out. A minus before a sort key sorts it downwards; {@code page} and {@code after} stand for a page
 * with a cursor, {@code "count": true} asks for the number only. Conditions are those of {@link MatchJson}. Thread-safe.
 */
public final class ReadRequestJson {
    private static final Set<String> KEYS =
            Set.of("select", "where", "orderBy", "limit", "offset", "page", "after", "count");

    private final JsonCodec codec = new JsonCodec();

    /** For anybody. */
    public ReadRequestJson() {}

    /** A request as canonical JSON. */
    public String write(ReadRequest request) {
        return codec.write(tree(request));
    }

    /** A request as a tree of maps and lists, without what it leaves open. */
    public Map<String, Object> tree(ReadRequest request) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (!request.columns().isEmpty()) {
            tree.put("select", request.columns());
        }
        if (!(request.match() instanceof Match.All)) {
            tree.put("where", MatchTree.of(request.match()));
        }
        if (!request.order().isEmpty()) {
            tree.put(
                    "orderBy",
                    request.order().stream()
                            .map(key -> key.ascending() ? key.path() : "-" + key.path())
                            .toList());
        }
        Page page = request.page();
        if (page.limit() != null) {
            tree.put(page.keyset() ? "page" : "limit", page.limit());
        }
        if (page.offset() > 0) {
            tree.put("offset", page.offset());
        }
        if (page.after() != null) {
            tree.put("after", page.after().text());
        }
        if (request.counting()) {
            tree.put("count", true);
        }
        return tree;
    }

    /**
     * The request behind a text.
     *
     * @throws EntailException {@code QUERY_INVALID} if it is not one; the message says where
     */
    public ReadRequest read(String text) {
        try {
            return request(MatchJson.object(codec.read(text)));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID, "This is not a request to read in JSON: " + e.getMessage(), e);
        }
    }

    private static ReadRequest request(Map<?, ?> tree) {
        for (Object key : tree.keySet()) {
            if (!KEYS.contains(String.valueOf(key))) {
                throw new IllegalArgumentException("there is no '" + key + "', only " + KEYS);
            }
        }
        ReadRequest request = ReadRequest.ALL.select(texts(tree, "select").toArray(String[]::new));
        if (tree.containsKey("where")) {
            request = request.where(MatchJson.match(tree.get("where")));
        }
        for (String key : texts(tree, "orderBy")) {
            request = request.orderBy(key.startsWith("-") ? Order.descending(key.substring(1)) : Order.ascending(key));
        }
        if (tree.containsKey("limit")) {
            request = request.limit(number(tree, "limit"));
        }
        if (tree.containsKey("offset")) {
            request = request.offset(number(tree, "offset"));
        }
        if (tree.containsKey("page")) {
            request = request.page(number(tree, "page"));
        }
        if (tree.containsKey("after")) {
            request = request.after(Cursor.parse(MatchJson.text(tree, "after")));
        }
        return Boolean.TRUE.equals(tree.get("count")) ? request.count() : request;
    }

    private static long number(Map<?, ?> tree, String key) {
        if (tree.get(key) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("'" + key + "' is an integer, not " + tree.get(key));
    }

    private static List<String> texts(Map<?, ?> tree, String key) {
        if (!tree.containsKey(key)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (@Nullable Object item : MatchJson.list(tree.get(key))) {
            if (!(item instanceof String text)) {
                throw new IllegalArgumentException("'" + key + "' holds texts, not " + item);
            }
            texts.add(text);
        }
        return texts;
    }
}
