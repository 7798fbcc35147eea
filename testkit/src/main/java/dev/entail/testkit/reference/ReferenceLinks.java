package dev.entail.testkit.reference;

import dev.entail.core.definition.Cardinality;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Model;
import dev.entail.core.value.RecordId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Links of the reference: what making and removing one brings with it. */
final class ReferenceLinks {
    /** What a link is refused with that would leave a dependent alone (STO-362). */
    static final ErrorCode ORPHANED = ErrorCode.RELIANCE_VIOLATION;

    private final ReferenceStore store;
    private final Model model;

    ReferenceLinks(ReferenceStore store) {
        this.store = store;
        this.model = store.model();
    }

    /**
     * Makes a link; ends that hold one link only give up their old one (STO-322). Relations of one union count as one, because
     * the union has their cardinality.
     */
    ReferenceId link(
            Relation relation, ReferenceId source, ReferenceId target, Map<String, ? extends @Nullable Object> values) {
        ReferenceId id = store.nextId(relation.name());
        // Two n:n relations of one union may both link the same two records.
        boolean single = relation.cardinality() != Cardinality.MANY_TO_MANY;
        List<ReferenceRecord> rivals = single ? family(relation) : store.linksIn(relation.name());
        if (find(rivals, relation, source, target).isPresent()) {
            store.refuse(ErrorCode.UNIQUE_CONSTRAINT_VIOLATION);
            return id;
        }
        if (relation.cardinality().singleTarget()) {
            giveUp(
                    relation,
                    family(relation).stream()
                            .filter(link -> source.equals(link.source()))
                            .toList());
        }
        if (relation.cardinality().singleSource()) {
            // A dependent moves from one owner to another (STO-363).
            family(relation).stream()
                    .filter(link -> target.equals(link.target()))
                    .forEach(this::delete);
        }
        store.insert(new ReferenceRecord(
                id, new DraftValues(store).forNew(relation.name(), RecordId.of(id.number()), values), source, target));
        return id;
    }

    private List<ReferenceRecord> family(Relation relation) {
        String root = model.record(relation).root();
        return model.records().values().stream()
                .filter(record -> record.isConcrete() && record.root().equals(root))
                .flatMap(record -> store.linksIn(record.name()).stream())
                .toList();
    }

    /** An owner that already has a dependent does not get another one (STO-364). */
    private void giveUp(Relation relation, List<ReferenceRecord> links) {
        for (ReferenceRecord link : links) {
            if (relation.reliant()) {
                store.refuse(ORPHANED);
            } else {
                delete(link);
            }
        }
    }

    /** Removes the link between two records. */
    boolean unlink(Relation relation, ReferenceId source, ReferenceId target) {
        Optional<ReferenceRecord> link = find(store.linksIn(relation.name()), relation, source, target);
        link.ifPresent(this::deleteByName);
        return link.isPresent();
    }

    /** Removes a record because somebody asked for it by name; the link of a dependent cannot be removed (STO-357). */
    void deleteByName(ReferenceRecord record) {
        if (isReliant(record)) {
            store.refuse(ORPHANED);
        } else {
            delete(record);
        }
    }

    boolean isReliant(ReferenceRecord record) {
        return model.record(record.record()).definition() instanceof Relation relation && relation.reliant();
    }

    /** The link between two records; for a symmetric relation in either direction (STO-012). */
    private static Optional<ReferenceRecord> find(
            List<ReferenceRecord> links, Relation relation, ReferenceId source, ReferenceId target) {
        return links.stream()
                .filter(link -> source.equals(link.source()) && target.equals(link.target())
                        || relation.isSymmetric() && source.equals(link.target()) && target.equals(link.source()))
                .findFirst();
    }

    /** Removes a record: its links, then its dependents, then itself (STO-345..347). */
    void delete(ReferenceRecord record) {
        delete(record, new LinkedHashMap<>());
    }

    private void delete(ReferenceRecord record, Map<ReferenceId, Boolean> started) {
        if (started.putIfAbsent(record.id(), true) != null || store.get(record.id()) == null) {
            return;
        }
        List<ReferenceRecord> ownership = new ArrayList<>();
        for (ReferenceRecord link : store.linksOf(record.id())) {
            if (isReliant(link) && record.id().equals(link.source())) {
                ownership.add(link);
            } else {
                delete(link, started);
            }
        }
        for (ReferenceRecord link : ownership) {
            ReferenceRecord dependent = store.get(Objects.requireNonNull(link.target()));
            if (dependent != null) {
                delete(dependent, started);
            }
            delete(link, started);
        }
        ReferenceRecord last = store.get(record.id());
        if (last != null) {
            store.remove(last);
        }
    }
}
