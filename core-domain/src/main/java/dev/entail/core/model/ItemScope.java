package dev.entail.core.model;

import dev.entail.core.computation.ItemFunction;
import dev.entail.core.computation.Items;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an aggregate looks at, found in the model.
 *
 * @param items the entity, relation, view or union that the items belong to
 * @param navigation the relation attribute that leads to them, or null if all records are looked at
 * @param link the relation of {@code navigation}, or null
 */
public record ItemScope(
        RecordModel items,
        @Nullable Navigation navigation,
        @Nullable RecordModel link) {
    /**
     * The scope of an aggregate.
     *
     * @param holder name of the record that holds the value, or {@link Model#GLOBALS}
     * @return empty if the model has no such attribute or record
     */
    public static Optional<ItemScope> of(Model model, String holder, Items items) {
        return switch (items) {
            case Items.All all ->
                Optional.ofNullable(model.records().get(all.record().name()))
                        .map(record -> new ItemScope(record, null, null));
            case Items.Related related -> {
                RecordModel record = model.records().get(holder);
                Navigation navigation =
                        record == null ? null : record.navigations().get(related.property());
                RecordModel target = navigation == null ? null : model.records().get(navigation.targetRecord());
                RecordModel link = navigation == null
                        ? null
                        : model.records().get(navigation.relation().name());
                yield target == null || link == null
                        ? Optional.empty()
                        : Optional.of(new ItemScope(target, navigation, link));
            }
        };
    }

    /** The entity, relation, view or union that decides what is an item: the relation if there is one. */
    public RecordModel counted() {
        return link == null ? items : link;
    }

    /** Whether an input is a value of the link. */
    public static boolean isOfLink(String input) {
        return input.startsWith(ItemFunction.LINK);
    }

    /** The name of an input with the record that has it, or null if the input is of a link and there is none. */
    public @Nullable RecordModel holderOf(String input) {
        return isOfLink(input) ? link : items;
    }

    /** The name that an input has in its record. */
    public static String nameIn(String input) {
        return isOfLink(input) ? input.substring(ItemFunction.LINK.length()) : input;
    }

    /** The value that an input stands for; empty if there is none. */
    public Optional<ValueModel> value(String input) {
        RecordModel holder = holderOf(input);
        return holder == null
                ? Optional.empty()
                : Optional.ofNullable(holder.values().get(nameIn(input)));
    }
}
