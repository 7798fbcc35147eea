package dev.entail.storage.write;

import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must be known of the ends of a link before it is made. */
final class LinkEnds {
    private final Schema schema;
    private final LinkStore links;
    private final RowAccess rows;

    LinkEnds(Schema schema, LinkStore links, RowAccess rows) {
        this.schema = schema;
        this.links = links;
        this.rows = rows;
    }

    /**
     * Makes sure that both ends are what the relation says. Whether they exist is for the foreign keys to find out, unless
     * the table of an end holds other records as well.
     */
    void require(RecordModel relation, RecordId source, RecordId target) {
        require(relation, End.SOURCE, source);
        require(relation, End.TARGET, target);
    }

    private void require(RecordModel relation, End end, RecordId id) {
        Navigation navigation = Objects.requireNonNull(relation.navigations().get(end.attribute()));
        RecordModel expected = schema.model().record(navigation.targetRecord());
        StoredRecord root = schema.root(expected.root());
        Column type = root.type();
        if (type == null || isWhole(expected)) {
            return;
        }
        Map<Column, @Nullable Object> row = rows.read(root, id, List.of(type));
        if (row == null || !expected.concrete().contains(Objects.requireNonNull(row.get(type)))) {
            throw new EntailException(
                    ErrorCode.REFERENCE_NOT_FOUND.name(),
                    "There is no " + expected.name() + " with id " + id + " for the " + end.attribute() + " of "
                            + relation.name(),
                    Map.of("record", relation.name(), "attributes", List.of(end.attribute())),
                    null);
        }
    }

    private boolean isWhole(RecordModel expected) {
        return expected.membership() instanceof Match.All;
    }

    /**
     * The links that must go because an end can hold one only (STO-322).
     *
     * @throws EntailException {@code UNIQUE_CONSTRAINT_VIOLATION} if the two are linked already; {@code RELIANCE_VIOLATION}
     *     if the owner of one dependent would get another one (STO-364)
     */
    List<LinkRow> taken(Relation relation, RecordId source, RecordId target) {
        if (!relation.cardinality().singleTarget() && !relation.cardinality().singleSource()) {
            return List.of();
        }
        LinkPlacement placement = schema.rootLink(relation.name());
        Map<RecordId, LinkRow> taken = new LinkedHashMap<>();
        for (End end : End.values()) {
            boolean exclusive = end == End.SOURCE
                    ? relation.cardinality().singleTarget()
                    : relation.cardinality().singleSource();
            if (exclusive) {
                RecordId id = end == End.SOURCE ? source : target;
                for (LinkRow link : held(placement, end, id)) {
                    if (link.source().equals(source) && link.target().equals(target)) {
                        throw LinkStore.linked(relation);
                    }
                    if (relation.reliant() && end == End.SOURCE) {
                        throw occupied(relation, source);
                    }
                    taken.put(link.id(), link);
                }
            }
        }
        return List.copyOf(taken.values());
    }

    private List<LinkRow> held(LinkPlacement placement, End end, RecordId id) {
        if (placement instanceof InHost host && host.hostEnd() == end) {
            return links.isVacant(host, id) ? List.of() : links.at(placement, end, List.of(id));
        }
        String root = schema.record((end == End.SOURCE
                                ? placement.relation().source()
                                : placement.relation().target())
                        .name())
                .root();
        return links.isFresh(placement, end, root, id) ? List.of() : links.at(placement, end, List.of(id));
    }

    private static EntailException occupied(Relation relation, RecordId source) {
        return new EntailException(
                ErrorCode.RELIANCE_VIOLATION.name(),
                relation.source().name() + " " + source + " has a dependent by " + relation.name()
                        + " already, which cannot be without its owner; delete it, or move it to another owner first",
                Map.of("record", relation.name(), "attribute", relation.sourceProperty()),
                null);
    }
}
