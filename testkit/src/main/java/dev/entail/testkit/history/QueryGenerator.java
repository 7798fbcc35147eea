package dev.entail.testkit.history;

import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Order;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Random questions, whose answers have one order. */
final class QueryGenerator {
    private final Model model;
    private final Set<Feature> features;
    private final List<String> records;

    QueryGenerator(Model model, Set<Feature> features) {
        this.model = model;
        this.features = features;
        this.records = List.copyOf(model.records().keySet());
    }

    /** The question that grows from a gene. */
    Query question(Gene gene) {
        Query query = random(new Choices(gene.seed()));
        for (int version : gene.simpler()) {
            query = Simpler.of(query).get(version);
        }
        return query;
    }

    /** Numbers to ask for along with a question: about the records, and about the values that they are sorted by. */
    List<Aggregate> aggregates(Query query) {
        List<Aggregate> all = new ArrayList<>(List.of(Aggregate.count()));
        for (Order key : query.order()) {
            String path = key.path();
            ValueType type = type(query.record(), path);
            all.add(Aggregate.count(path));
            if (type != ValueType.BOOLEAN) {
                all.add(Aggregate.min(path));
                all.add(Aggregate.max(path));
            }
            if (type.isNumeric() && !path.equals("id")) {
                all.add(Aggregate.sum(path));
                all.add(Aggregate.avg(path));
            }
        }
        return all;
    }

    private ValueType type(String record, String path) {
        int dot = path.indexOf('.');
        if (dot >= 0) {
            Navigation navigation = model.record(record).navigations().get(path.substring(0, dot));
            return type(Objects.requireNonNull(navigation).targetRecord(), path.substring(dot + 1));
        }
        ValueModel value = model.record(record).values().get(path);
        return value == null ? ValueType.INTEGER : value.property().type();
    }

    private Query random(Choices choices) {
        String record = choices.of(records);
        MatchGenerator matches = new MatchGenerator(model, features, choices);
        Match match = choices.oneIn(4) ? Match.all() : matches.match(record);
        List<Order> order = order(choices, record);
        return new Query(record, selection(choices, record, null, 2), match, order, page(choices));
    }

    private List<Selection> selection(Choices choices, String record, @Nullable Navigation from, int depth) {
        List<Selection> parts = new ArrayList<>();
        if (choices.oneIn(2)) {
            parts.add(new Selection.Value("*"));
        } else {
            for (String value : model.record(record).values().keySet()) {
                if (choices.oneIn(3)) {
                    parts.add(new Selection.Value(value));
                }
            }
        }
        if (depth > 0) {
            for (Navigation navigation : Navigations.of(model, record)) {
                if (choices.oneIn(3)) {
                    parts.add(related(choices, navigation, depth));
                }
            }
        }
        if (from != null && !from.isEnd() && features.contains(Feature.LINK_SELECTIONS) && choices.oneIn(3)) {
            parts.add(new Selection.Link(selection(choices, from.relation().name(), null, Math.min(depth, 1))));
        }
        return parts;
    }

    private Selection related(Choices choices, Navigation navigation, int depth) {
        String other = navigation.targetRecord();
        List<Selection> parts = selection(choices, other, navigation, depth - 1);
        boolean filters = navigation.many() || features.contains(Feature.LINK_SELECTIONS);
        Match match = filters && choices.oneIn(3)
                ? new MatchGenerator(model, features, choices).matchOver(navigation)
                : Match.all();
        Selection.Related related = Selection.related(navigation.name(), parts.toArray(Selection[]::new))
                .where(match);
        if (!navigation.many()) {
            return related;
        }
        Page page = page(choices);
        Selection.Related sorted =
                related.orderBy(order(choices, other).toArray(Order[]::new)).offset(page.offset());
        return page.limit() == null ? sorted : sorted.limit(page.limit());
    }

    /** Sort keys; the id comes last, so that there is one order. */
    private List<Order> order(Choices choices, String record) {
        List<Order> order = new ArrayList<>();
        while (choices.oneIn(2) && order.size() < 2) {
            String path = sortPath(choices, record);
            if (path != null && order.stream().noneMatch(key -> key.path().equals(path))) {
                order.add(new Order(path, choices.oneIn(2)));
            }
        }
        order.add(Order.ascending("id"));
        return order;
    }

    private @Nullable String sortPath(Choices choices, String record) {
        List<String> paths = new ArrayList<>();
        sortable(record).forEach(value -> paths.add(value.name()));
        for (Navigation navigation : Navigations.of(model, record)) {
            boolean plain = model.record(navigation.relation().name()).isConcrete();
            if (!navigation.many() && plain) {
                sortable(navigation.targetRecord()).forEach(value -> paths.add(navigation.name() + "." + value.name()));
            }
        }
        return paths.isEmpty() ? null : choices.of(paths);
    }

    private List<ValueModel> sortable(String record) {
        return model.record(record).values().values().stream()
                // When something was computed depends on the clock.
                .filter(value -> !value.name().contains("$"))
                .filter(value -> !value.property().isList() && value.property().type() != ValueType.JSON)
                .toList();
    }

    private static Page page(Choices choices) {
        return switch (choices.below(6)) {
            case 0 -> Page.ALL.withLimit(choices.below(4));
            case 1 -> Page.ALL.withLimit(choices.below(4)).withOffset(choices.below(3));
            case 2 -> Page.ALL.withOffset(choices.below(3));
            default -> Page.ALL;
        };
    }
}
