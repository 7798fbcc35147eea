package dev.entail.storage.write;

import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which links hang on the records of each family. Compiled once, when a model is opened. Immutable. */
final class RecordGraph {
    private final Schema schema;
    private final Map<String, List<Attachment>> attachments = new HashMap<>();
    private final Map<String, List<Column>> columns = new HashMap<>();

    RecordGraph(Schema schema) {
        this.schema = schema;
        Model model = schema.model();
        for (RecordModel root : model.roots().values()) {
            root.relation().ifPresent(relation -> {
                attach(relation, End.SOURCE);
                attach(relation, End.TARGET);
            });
        }
        for (RecordModel root : model.roots().values()) {
            columns.put(root.root(), columnsOf(root.root()));
        }
    }

    private void attach(Relation relation, End end) {
        LinkPlacement placement = schema.rootLink(relation.name());
        attachments
                .computeIfAbsent(endRoot(placement, end), root -> new ArrayList<>())
                .add(new Attachment(placement, end, endRoot(placement, end), endRoot(placement, end.opposite())));
    }

    private List<Column> columnsOf(String root) {
        StoredRecord stored = schema.root(root);
        Set<Column> all = new LinkedHashSet<>();
        all.add(stored.id());
        all.addAll(stored.values().values());
        for (Attachment attachment : attachments(root)) {
            if (attachment.placement() instanceof InHost host && host.hostEnd() == attachment.end()) {
                all.addAll(LinkStore.columns(host));
            }
        }
        return List.copyOf(all);
    }

    /** The ends at which records of a family stand. */
    List<Attachment> attachments(String root) {
        return attachments.getOrDefault(root, List.of());
    }

    /** Whether links of a family are ends of others. */
    boolean hasAttachments(LinkPlacement placement) {
        return !attachments(placement.relation().name()).isEmpty();
    }

    /** All columns that a record of a family and the links in its row consist of. */
    List<Column> columns(String root) {
        return columns.getOrDefault(root, List.of());
    }

    /** Whether a family is one of links. */
    boolean isLink(String root) {
        return schema.root(root).model().relation().isPresent();
    }

    /** Where the links of a family live. */
    LinkPlacement link(String root) {
        return schema.rootLink(root);
    }

    /** Where a family lives. */
    StoredRecord root(String root) {
        return schema.root(root);
    }

    /** The family of the records at an end of a relation. */
    String endRoot(LinkPlacement placement, End end) {
        RecordDefinition definition = end == End.SOURCE
                ? placement.relation().source()
                : placement.relation().target();
        return schema.model().record(definition).root();
    }

    /** Whether values of a family change when links do, so that somebody may look at its links meanwhile. */
    boolean isWatched(String root) {
        return schema.root(root).values().values().stream().anyMatch(Column::counter)
                || schema.model().records().values().stream()
                        .filter(record -> record.root().equals(root))
                        .flatMap(record -> record.values().values().stream())
                        .anyMatch(value -> value.machine().isPresent());
    }

    /**
     * An end of a relation at which records of a family stand.
     *
     * @param placement where the links live
     * @param end at which end
     * @param root their family
     * @param otherRoot the family at the other end
     */
    record Attachment(LinkPlacement placement, End end, String root, String otherRoot) {}
}
