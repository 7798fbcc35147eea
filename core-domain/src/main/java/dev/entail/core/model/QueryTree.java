package dev.entail.core.model;

import dev.entail.core.match.Match;
import dev.entail.core.match.MatchTree;
import dev.entail.core.query.Order;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queries as pieces of JSON: what is read as dotted paths, and as objects where related records are restricted or sorted. */
final class QueryTree {
    private QueryTree() {}

    static Map<String, Object> of(Query query) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("select", of(query.selection()));
        restrict(tree, query.match(), query.order(), query.page());
        return tree;
    }

    static List<Object> of(List<Selection> parts) {
        List<Object> all = new ArrayList<>();
        for (Selection part : parts) {
            switch (part) {
                case Selection.Value value -> all.add(value.name());
                case Selection.Link link -> all.addAll(below(Selection.LINK, link.parts()));
                case Selection.Related related -> all.addAll(related(related));
            }
        }
        return all;
    }

    private static List<Object> related(Selection.Related related) {
        Map<String, Object> restricted = new LinkedHashMap<>();
        restrict(restricted, related.match(), related.order(), related.page());
        recursion(restricted, related.recursion());
        if (restricted.isEmpty()) {
            return below(related.name(), related.parts());
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("relation", related.name());
        tree.put("select", of(related.parts()));
        tree.putAll(restricted);
        return List.of(tree);
    }

    /** Paths that begin with a relation; an object below it cannot be part of a path and stays one. */
    private static List<Object> below(String head, List<Selection> parts) {
        List<Object> rest = of(parts);
        if (rest.isEmpty()) {
            return List.of(head);
        }
        if (rest.stream().allMatch(String.class::isInstance)) {
            return rest.stream().<Object>map(path -> head + "." + path).toList();
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("relation", head);
        tree.put("select", rest);
        return List.of(tree);
    }

    private static void restrict(Map<String, Object> tree, Match match, List<Order> order, Page page) {
        if (!(match instanceof Match.All)) {
            tree.put("where", MatchTree.of(match));
        }
        if (!order.isEmpty()) {
            tree.put(
                    "orderBy",
                    order.stream()
                            .map(key -> Map.of(key.ascending() ? "ascending" : "descending", key.path()))
                            .toList());
        }
        Long limit = page.limit();
        if (limit != null) {
            tree.put("limit", limit);
        }
        if (page.offset() > 0) {
            tree.put("offset", page.offset());
        }
    }

    private static void recursion(Map<String, Object> tree, Selection.@Nullable Recursion recursion) {
        if (recursion != null) {
            tree.put("depth", recursion.depth());
            tree.put("until", MatchTree.of(recursion.until()));
        }
    }
}
