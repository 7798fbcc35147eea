package dev.entail.testkit.history;

import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.SequenceScope;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.event.Effect;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store that histories are played on. */
interface Subject extends AutoCloseable {
    Model model();

    /** The name of the database, for the report. */
    String where();

    @Override
    void close();

    /** Runs a transaction and tells what came of it. */
    List<Effect> transaction(Consumer<Writer> work);

    /** Does all work that values wait for, and tells what came of it. */
    List<Effect> settle();

    /** The last number that a sequence has given in a scope. */
    OptionalLong lastNumber(Sequence sequence, SequenceScope scope);

    List<Row> list(Query query);

    long count(Query query);

    List<@Nullable Object> aggregate(Query query, List<Aggregate> aggregates);

    @Nullable
    Object global(ValueModel global);

    /** Derived values that differ from their recomputation, as users see it. */
    List<String> drift();

    /** What can be done inside a transaction. */
    interface Writer {
        RecordId create(RecordDefinition record, Draft draft);

        List<RecordId> createAll(RecordDefinition record, List<Draft> drafts);

        RecordId link(RecordDefinition relation, RecordId source, RecordId target, Draft values);

        boolean unlink(RecordDefinition relation, RecordId source, RecordId target);

        boolean update(RecordDefinition record, RecordId id, Draft changes);

        long updateAll(RecordDefinition record, Match match, Draft changes);

        boolean delete(RecordDefinition record, RecordId id);

        long deleteAll(RecordDefinition record, Match match);

        boolean setGlobal(ValueModel global, @Nullable Object value);

        long count(Query query);

        /** Runs a part that is undone alone if it throws; where there are no savepoints it is run like all the rest. */
        void attempt(Runnable part);
    }
}
