package dev.entail.testkit.reference;

import dev.entail.core.definition.Constraint;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What must hold of all records together: keys are unique, and links have ends that exist. */
final class Invariants {
    private final Model model;

    Invariants(Model model) {
        this.model = model;
    }

    /** The codes of everything that does not hold. */
    Set<String> broken(ReferenceView view) {
        Set<String> codes = new TreeSet<>();
        for (ReferenceRecord record : view.all()) {
            if (record.isLink() && (view.record(record.source()) == null || view.record(record.target()) == null)) {
                codes.add(ErrorCode.REFERENCE_NOT_FOUND.name());
            }
        }
        for (RecordModel record : model.records().values()) {
            for (Constraint constraint : record.constraints()) {
                if (constraint instanceof Constraint.Unique unique && hasTwins(view, record, unique)) {
                    codes.add(unique.code());
                }
            }
        }
        return codes;
    }

    /** The codes of values that are missing. */
    Set<String> requiredCodes() {
        Set<String> codes = new TreeSet<>();
        for (RecordModel record : model.records().values()) {
            for (Constraint constraint : record.constraints()) {
                if (constraint instanceof Constraint.Required required) {
                    codes.add(required.code());
                }
            }
        }
        return codes;
    }

    private static boolean hasTwins(ReferenceView view, RecordModel record, Constraint.Unique unique) {
        Set<List<Object>> keys = new HashSet<>();
        for (ReferenceRecord row : view.members(record.name())) {
            List<Object> key = key(view, record, unique, row);
            if (key != null && view.matches(record.name(), row, unique.where()) && !keys.add(key)) {
                return true;
            }
        }
        return false;
    }

    /** Null if a part of the key is missing: such records do not count (STO-704). */
    private static @Nullable List<Object> key(
            ReferenceView view, RecordModel record, Constraint.Unique unique, ReferenceRecord row) {
        List<Object> key = new ArrayList<>();
        for (String attribute : unique.attributes()) {
            Navigation navigation = record.navigations().get(attribute);
            Object part = navigation == null ? view.value(row, attribute) : end(view, row, navigation);
            if (part == null) {
                return null;
            }
            key.add(part);
        }
        return key;
    }

    private static @Nullable Object end(ReferenceView view, ReferenceRecord row, Navigation navigation) {
        return view.edges(row, navigation).stream()
                .map(edge -> edge.other().id())
                .findFirst()
                .orElse(null);
    }
}
