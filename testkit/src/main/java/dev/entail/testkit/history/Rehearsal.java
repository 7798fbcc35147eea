package dev.entail.testkit.history;

import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.testkit.reference.ReferenceId;
import dev.entail.testkit.reference.ReferenceQuery;
import dev.entail.testkit.reference.ReferenceStore;
import java.util.List;
import java.util.Objects;

/** Does one operation, here or there, and tells what it answered. */
final class Rehearsal {
    private Rehearsal() {}

    static Object on(ReferenceStore store, Operation operation) {
        return switch (operation) {
            case Operation.Create(String record, Draft draft) -> store.create(record, draft);
            case Operation.CreateAll(String record, List<Draft> drafts) ->
                drafts.stream().map(draft -> store.create(record, draft)).toList();
            case Operation.Connect(String relation, Object source, Object target, Draft values) ->
                store.link(relation, (ReferenceId) source, (ReferenceId) target, values);
            case Operation.Disconnect(String relation, Object source, Object target) ->
                store.unlink(relation, (ReferenceId) source, (ReferenceId) target);
            case Operation.Update(String record, Object id, Draft changes) ->
                store.update(record, (ReferenceId) id, changes);
            case Operation.UpdateAll(String record, Match match, Draft changes) ->
                store.updateAll(record, match, changes);
            case Operation.Delete(String record, Object id) -> store.delete(record, (ReferenceId) id);
            case Operation.DeleteAll(String record, Match match) -> store.deleteAll(record, match);
            case Operation.SetGlobal(String global, Object value) -> store.setGlobal(global, value);
            case Operation.CountAll(String record, Match match) ->
                new ReferenceQuery(store.view(), id -> RecordId.of(id.number())).count(question(record, match));
        };
    }

    static Object on(Model model, Subject.Writer writer, Operation operation) {
        return switch (operation) {
            case Operation.Create(String record, Draft draft) -> writer.create(of(model, record), draft);
            case Operation.CreateAll(String record, List<Draft> drafts) -> writer.createAll(of(model, record), drafts);
            case Operation.Connect(String relation, Object source, Object target, Draft values) ->
                writer.link(of(model, relation), (RecordId) source, (RecordId) target, values);
            case Operation.Disconnect(String relation, Object source, Object target) ->
                writer.unlink(of(model, relation), (RecordId) source, (RecordId) target);
            case Operation.Update(String record, Object id, Draft changes) ->
                writer.update(of(model, record), (RecordId) id, changes);
            case Operation.UpdateAll(String record, Match match, Draft changes) ->
                writer.updateAll(of(model, record), match, changes);
            case Operation.Delete(String record, Object id) -> writer.delete(of(model, record), (RecordId) id);
            case Operation.DeleteAll(String record, Match match) -> writer.deleteAll(of(model, record), match);
            case Operation.SetGlobal(String global, Object value) ->
                writer.setGlobal(Objects.requireNonNull(model.globals().get(global)), value);
            case Operation.CountAll(String record, Match match) -> writer.count(question(record, match));
        };
    }

    private static RecordDefinition of(Model model, String record) {
        return model.record(record).definition();
    }

    private static Query question(String record, Match match) {
        return new Query(record, List.of(), match, List.of(), Page.ALL);
    }
}
