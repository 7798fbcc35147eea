package dev.entail.storage;

import dev.entail.core.computation.Computation;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.model.RecordModel;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.storage.read.QueryRunner;

/**
 * The queries that a model has in its declarations: views, and what functions read. They are checked when the model is opened, before
 * anything is created, so that an operand of the wrong type is told once and not with every write.
 */
final class DeclaredQueries {
    private final Model model;
    private final QueryRunner queries;

    DeclaredQueries(Model model, QueryRunner queries) {
        this.model = model;
        this.queries = queries;
    }

    void check() {
        for (RecordModel record : model.records().values()) {
            if (!record.isConcrete()) {
                check(record.name(), Query.of(record.name()));
            }
        }
        for (DerivedValue derived : model.evaluationOrder()) {
            if (derived.value().computation() instanceof Computation.Reader reader) {
                check(derived, reader);
            }
        }
        model.eventSources().forEach((name, source) -> source.reads().forEach(query -> check(name, query)));
    }

    private void check(DerivedValue derived, Computation.Reader reader) {
        reader.sets().forEach((name, set) -> check(derived.path() + ", set '" + name + "'", set));
        if (!derived.record().equals(Model.GLOBALS)) {
            check(
                    derived.path(),
                    Query.of(derived.record()).select(reader.parts().toArray(Selection[]::new)));
        }
    }

    private void check(String where, Query query) {
        try {
            queries.check(query);
        } catch (EntailException e) {
            throw new EntailException(
                    e.code(), "What " + where + " asks for cannot be asked: " + e.getMessage(), e.details(), e);
        }
    }
}
