package dev.entail.runtime.computation;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.match.Match;
import dev.entail.core.model.Dependency;
import dev.entail.core.model.Model;
import dev.entail.core.model.Reading;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.computation.Subscription.Trigger;
import dev.entail.storage.write.WriteSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a global value true that a function makes of what it reads, or asks for the work behind it: all of it is read anew once
 * for all changes.
 */
final class CustomizingGlobal implements Recomputation {
    private final Model model;
    private final ValueModel value;
    private final Computation.Reader reader;
    private final Results results;

    CustomizingGlobal(Model model, ValueModel value, Computation.Reader reader, Results results) {
        this.model = model;
        this.value = value;
        this.reader = reader;
        this.results = results;
    }

    List<Subscription> subscriptions() {
        List<Subscription> all = new ArrayList<>(toGlobals(this::mark));
        reader.sets().values().forEach(set -> all.addAll(toSet(set, this::mark)));
        return all;
    }

    /** To changes of the global values that are read. */
    List<Subscription> toGlobals(Consumer<ReactionContext> mark) {
        return reader.globals().stream()
                .map(global -> new Subscription(
                        new Trigger.Changed(Model.GLOBALS, global), (event, context) -> mark.accept(context)))
                .toList();
    }

    /** To whatever may change what is read of a set. */
    List<Subscription> toSet(Query set, Consumer<ReactionContext> marking) {
        Reaction mark = (event, context) -> marking.accept(context);
        List<Subscription> all = new ArrayList<>();
        Recomputation candidates = new Candidates(set, marking);
        all.add(new Subscription(
                new Trigger.Created(set.record()),
                set.match() instanceof Match.All
                        ? mark
                        : (event, context) ->
                                context.recompute(set.record(), List.of(), candidates, List.of(event.id()))));
        all.add(new Subscription(new Trigger.Deleted(set.record()), mark));
        for (Dependency dependency : Reading.of(model, set).dependencies()) {
            switch (dependency) {
                case Dependency.OnValue on ->
                    model.record(on.record())
                            .concrete()
                            .forEach(name -> all.add(new Subscription(new Trigger.Changed(name, on.value()), mark)));
                case Dependency.OnLinks on -> {
                    String link = on.navigation().relation().name();
                    all.add(new Subscription(new Trigger.Created(link), mark));
                    all.add(new Subscription(new Trigger.Deleted(link), mark));
                }
            }
        }
        return all;
    }

    private void mark(ReactionContext context) {
        context.recompute(Model.GLOBALS, value, this, List.of(Model.GLOBALS_ID));
    }

    @Override
    public void recompute(Collection<RecordId> ids, ReactionContext context) {
        if (!reader.isAtomicSafe()) {
            context.requireSerializable();
        }
        WriteSession session = context.session();
        session.lockGlobal(value);
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        session.copiesOfGlobals(reader.globals())
                .forEach((global, value) -> read.put(GlobalValue.PREFIX + global, value));
        reader.sets().forEach((name, set) -> read.put(name, session.query(set.unbounded())));
        results.take(List.of(new Row(Model.GLOBALS_ID, read)), context);
    }

    /** Records that have been created: if none of them satisfies the condition of the set, nothing has to be done. */
    private record Candidates(Query set, Consumer<ReactionContext> mark) implements Recomputation {
        @Override
        public void recompute(Collection<RecordId> ids, ReactionContext context) {
            if (context.session().records().any(set.record(), ids, set.match())) {
                mark.accept(context);
            }
        }
    }
}
