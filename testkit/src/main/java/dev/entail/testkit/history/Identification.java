package dev.entail.testkit.history;

import dev.entail.core.model.Model;
import dev.entail.core.value.RecordId;
import dev.entail.testkit.reference.ReferenceEvent;
import dev.entail.testkit.reference.ReferenceRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which new record of the store is which of the reference: those that an operation returned are known, links are
 * known by their ends, others by their values and, where these are equal, by their order.
 */
final class Identification {
    private final Model model;
    private final Binding binding;

    Identification(Model model, Binding binding) {
        this.model = model;
        this.binding = binding;
    }

    /** Binds what {@code expected} says is new to what {@code told} says is new. */
    void identify(List<ReferenceEvent> expected, List<Told> told) {
        List<ReferenceRecord> open = new ArrayList<>();
        Map<ReferenceRecord, Map<String, Object>> facts = new LinkedHashMap<>();
        for (ReferenceEvent event : expected) {
            if (event instanceof ReferenceEvent.Created created && !binding.knows(created.id())) {
                open.add(created.record());
                facts.put(created.record(), finalFacts(created.record(), expected));
            }
        }
        List<Told> free = new ArrayList<>(told.stream()
                .filter(each -> each.kind().equals(Told.CREATED) && binding.reference(each.record(), each.id()) == null)
                .toList());
        bindEqual(open, facts, free);
        List<ReferenceRecord> hosted = open.stream().filter(this::isHosted).toList();
        open.removeAll(hosted);
        // What is left differs somewhere; it is bound by order, so that the difference can be told.
        for (ReferenceRecord record : List.copyOf(open)) {
            free.stream()
                    .filter(each -> each.record().equals(record.record()))
                    .findFirst()
                    .ifPresent(each -> {
                        free.remove(each);
                        binding.bind(record.id(), each.id());
                    });
        }
        bindHosted(hosted, told);
    }

    private boolean isHosted(ReferenceRecord record) {
        return model.record(record.record())
                .relation()
                .filter(relation -> !model.linksStandAlone(relation))
                .isPresent();
    }

    /** A link in the row of a record may have the id of one before it, but it has the ends that it should have. */
    private void bindHosted(List<ReferenceRecord> links, List<Told> told) {
        List<Told> free = new ArrayList<>(
                told.stream().filter(each -> each.kind().equals(Told.CREATED)).toList());
        for (ReferenceRecord link : links) {
            List<Told> sameRecord = free.stream()
                    .filter(each -> each.record().equals(link.record()))
                    .toList();
            sameRecord.stream()
                    .filter(each -> hasEnds(each, link))
                    .findFirst()
                    .or(() -> sameRecord.stream().findFirst())
                    .ifPresent(each -> {
                        free.remove(each);
                        binding.bind(link.id(), each.id());
                    });
        }
    }

    private boolean hasEnds(Told told, ReferenceRecord link) {
        return Objects.equals(told.values().get("source"), binding.id(Objects.requireNonNull(link.source())))
                && Objects.equals(told.values().get("target"), binding.id(Objects.requireNonNull(link.target())));
    }

    private void bindEqual(
            List<ReferenceRecord> open, Map<ReferenceRecord, Map<String, Object>> facts, List<Told> free) {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (ReferenceRecord record :
                    open.stream().filter(each -> !isHosted(each)).toList()) {
                Map<String, Object> wanted = withEnds(record, Objects.requireNonNull(facts.get(record)));
                Told found = wanted == null
                        ? null
                        : free.stream()
                                .filter(each -> each.record().equals(record.record())
                                        && each.values().equals(wanted))
                                .findFirst()
                                .orElse(null);
                if (found != null) {
                    binding.bind(record.id(), found.id());
                    free.remove(found);
                    open.remove(record);
                    progress = true;
                }
            }
        }
    }

    /** The values with all changes of the same transaction. */
    private static Map<String, Object> finalFacts(ReferenceRecord record, List<ReferenceEvent> expected) {
        Map<String, Object> facts = new TreeMap<>(record.values());
        for (ReferenceEvent event : expected) {
            if (event instanceof ReferenceEvent.Updated updated && updated.id().equals(record.id())) {
                updated.changes().forEach((name, change) -> {
                    if (change.after() == null) {
                        facts.remove(name);
                    } else {
                        facts.put(name, change.after());
                    }
                });
            }
        }
        return facts;
    }

    /** Null as long as the ends of a link are not known. */
    private @Nullable Map<String, Object> withEnds(ReferenceRecord record, Map<String, Object> facts) {
        if (!record.isLink()) {
            return facts;
        }
        RecordId source = binding.id(Objects.requireNonNull(record.source()));
        RecordId target = binding.id(Objects.requireNonNull(record.target()));
        if (source == null || target == null) {
            return null;
        }
        Map<String, Object> all = new TreeMap<>(facts);
        all.put("source", source);
        all.put("target", target);
        return EventReader.facts(model.record(record.record()), all);
    }
}
