package dev.entail.runtime.dispatch;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.query.Query;
import dev.entail.runtime.port.Reference;
import dev.entail.runtime.propagation.Propagation;
import dev.entail.storage.EntityStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that records named in a call exist. Where the dispatch links to them the database does it in the insert, so
 * only the others are looked up.
 */
final class References {
    private final EntityStore store;

    References(EntityStore store) {
        this.store = store;
    }

    /**
     * Looks up references to members of views and unions. This comes before anything is written: what follows from the
     * dispatch may be that the record leaves the view.
     *
     * @throws EntailException {@code PAYLOAD_REFERENCE_NOT_FOUND} for the first that is no member
     */
    void requireMembers(List<Reference> references) {
        requireAll(
                references.stream().filter(reference -> !isConcrete(reference)).toList());
    }

    private boolean isConcrete(Reference reference) {
        return store.model().record(reference.record()).isConcrete();
    }

    /** The references that no link of the dispatch proves. */
    List<Reference> unproven(List<Reference> references, Propagation propagation) {
        return references.stream()
                .filter(reference -> isConcrete(reference) && !propagation.isProven(reference.record(), reference.id()))
                .toList();
    }

    /**
     * Looks up references.
     *
     * @throws EntailException {@code PAYLOAD_REFERENCE_NOT_FOUND} for the first that does not exist
     */
    void requireAll(List<Reference> references) {
        EntailException missing = missing(references, null);
        if (missing != null) {
            throw missing;
        }
    }

    /** A failure as the caller should see it: which field named the record that was missing, if that was the reason. */
    EntailException explain(EntailException failure, List<Reference> references) {
        if (!failure.hasCode(ErrorCode.REFERENCE_NOT_FOUND.name())) {
            return failure;
        }
        EntailException missing = missing(references, failure);
        return missing == null ? failure : missing;
    }

    private @Nullable EntailException missing(List<Reference> references, @Nullable Throwable cause) {
        Map<String, List<Reference>> byRecord = new LinkedHashMap<>();
        references.forEach(reference -> byRecord.computeIfAbsent(reference.record(), record -> new ArrayList<>())
                .add(reference));
        for (Map.Entry<String, List<Reference>> group : byRecord.entrySet()) {
            Set<Object> found = new HashSet<>();
            Query query = Query.of(group.getKey())
                    .where(Match.in(
                            "id",
                            group.getValue().stream()
                                    .map(Reference::id)
                                    .distinct()
                                    .toList()))
                    .unbounded();
            store.transactions()
                    .reading(jdbc -> store.queries().list(query, jdbc))
                    .forEach(row -> found.add(row.id()));
            for (Reference reference : group.getValue()) {
                if (!found.contains(reference.id())) {
                    return notFound(reference, cause);
                }
            }
        }
        return null;
    }

    private static EntailException notFound(Reference reference, @Nullable Throwable cause) {
        return new EntailException(
                ErrorCode.PAYLOAD_REFERENCE_NOT_FOUND.name(),
                "'" + reference.path() + "' refers to " + reference.record() + " " + reference.id()
                        + ", which does not exist",
                Map.of("field", reference.path(), "type", reference.path() + " ref not found", "checkType", "payload"),
                cause);
    }
}
