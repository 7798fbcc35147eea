package dev.entail.testkit.history;

import dev.entail.core.match.Match;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Versions of operations and questions with a little less in them, for shrinking. */
final class Simpler {
    private Simpler() {}

    static List<Operation> of(Operation operation) {
        return switch (operation) {
            case Operation.Create(String record, Draft draft) ->
                map(drafts(draft), each -> new Operation.Create(record, each));
            case Operation.CreateAll(String record, List<Draft> drafts) ->
                map(Simpler.<Draft>lists(drafts, Simpler::drafts), each -> new Operation.CreateAll(record, each));
            case Operation.Connect(String relation, Object source, Object target, Draft values) ->
                map(drafts(values), each -> new Operation.Connect(relation, source, target, each));
            case Operation.Update(String record, Object id, Draft changes) ->
                map(drafts(changes), each -> new Operation.Update(record, id, each));
            case Operation.UpdateAll(String record, Match match, Draft changes) -> {
                List<Operation> all = map(drafts(changes), each -> new Operation.UpdateAll(record, match, each));
                all.addAll(map(matches(match), each -> new Operation.UpdateAll(record, each, changes)));
                yield all;
            }
            case Operation.DeleteAll(String record, Match match) ->
                map(matches(match), each -> new Operation.DeleteAll(record, each));
            case Operation.CountAll(String record, Match match) ->
                map(matches(match), each -> new Operation.CountAll(record, each));
            case Operation.SetGlobal set -> List.of();
            case Operation.Disconnect disconnect -> List.of();
            case Operation.Delete delete -> List.of();
        };
    }

    static List<Query> of(Query query) {
        List<Query> all = map(
                lists(query.selection(), Simpler::selections),
                each -> new Query(query.record(), each, query.match(), query.order(), query.page()));
        all.addAll(map(
                matches(query.match()),
                each -> new Query(query.record(), query.selection(), each, query.order(), query.page())));
        if (!query.order().isEmpty()) {
            all.add(new Query(query.record(), query.selection(), query.match(), List.of(), query.page()));
        }
        if (!query.page().isAll()) {
            all.add(new Query(query.record(), query.selection(), query.match(), query.order(), Page.ALL));
        }
        return all;
    }

    private static List<Selection> selections(Selection selection) {
        if (selection instanceof Selection.Link link) {
            return map(lists(link.parts(), Simpler::selections), Selection.Link::new);
        }
        if (!(selection instanceof Selection.Related related)) {
            return List.of();
        }
        List<Selection> all = map(
                lists(related.parts(), Simpler::selections),
                each -> with(related, each, related.match(), related.page()));
        all.addAll(map(matches(related.match()), each -> with(related, related.parts(), each, related.page())));
        if (!related.page().isAll()) {
            all.add(with(related, related.parts(), related.match(), Page.ALL));
        }
        return all;
    }

    private static Selection with(Selection.Related related, List<Selection> parts, Match match, Page page) {
        return new Selection.Related(related.name(), parts, match, related.order(), page, related.recursion());
    }

    private static List<Draft> drafts(Draft draft) {
        List<Draft> all = new ArrayList<>();
        draft.values().forEach((name, value) -> {
            if (!name.equals("id")) {
                Map<String, @Nullable Object> less = new LinkedHashMap<>(draft.values());
                less.remove(name);
                all.add(Draft.of(less));
            }
        });
        draft.values().forEach((name, value) -> {
            if (value instanceof Draft inner) {
                drafts(inner).forEach(each -> all.add(draft.set(name, each)));
            } else if (value instanceof List<?> items) {
                lists(new ArrayList<Object>(items), Simpler::items).forEach(each -> all.add(draft.set(name, each)));
            }
        });
        return all;
    }

    private static List<Object> items(Object item) {
        return item instanceof Draft draft ? new ArrayList<>(drafts(draft)) : List.of();
    }

    private static List<Match> matches(Match match) {
        return switch (match) {
            case Match.All all -> List.of();
            case Match.And and -> {
                List<Match> less = map(lists(and.parts(), Simpler::matches), Match.And::new);
                less.addAll(and.parts());
                yield less;
            }
            case Match.Or or -> {
                List<Match> less = map(lists(or.parts(), Simpler::matches), Match.Or::new);
                less.addAll(or.parts());
                yield less;
            }
            case Match.Not not -> {
                List<Match> less = map(matches(not.part()), Match::not);
                less.add(Match.all());
                yield less;
            }
            case Match.Exists exists -> {
                List<Match> less = map(matches(exists.inner()), each -> Match.exists(exists.path(), each));
                less.add(Match.all());
                yield less;
            }
            case Match.Comparison comparison -> List.of(Match.all());
        };
    }

    /** The list without one of its items, or with a simpler one. */
    private static <T> List<List<T>> lists(List<T> items, Function<T, ? extends List<? extends T>> simpler) {
        List<List<T>> all = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            List<T> less = new ArrayList<>(items);
            less.remove(i);
            all.add(Collections.unmodifiableList(less));
        }
        for (int i = 0; i < items.size(); i++) {
            T item = items.get(i);
            if (item == null) {
                continue;
            }
            for (T each : simpler.apply(item)) {
                List<T> other = new ArrayList<>(items);
                other.set(i, each);
                all.add(Collections.unmodifiableList(other));
            }
        }
        return all;
    }

    private static <A, B> List<B> map(List<? extends A> items, Function<A, ? extends B> function) {
        List<B> mapped = new ArrayList<>();
        items.forEach(item -> mapped.add(function.apply(item)));
        return mapped;
    }
}
