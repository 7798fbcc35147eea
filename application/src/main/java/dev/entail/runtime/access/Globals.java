package dev.entail.runtime.access;

import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.EntityStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds and reads values of the whole model. */
public final class Globals {
    private Globals() {}

    /**
     * The value that a property stands for.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model has none of this name and type
     */
    public static ValueModel find(Model model, Property<?> global) {
        ValueModel value = model.globals().get(global.name());
        if (value == null
                || value.isHidden()
                || value.property().type() != global.type()
                || value.property().isList() != global.isList()) {
            throw new EntailException(
                    ErrorCode.UNKNOWN_NAME,
                    "The model has no global value '" + global + "'; it has "
                            + model.globals().values().stream()
                                    .filter(each -> !each.isHidden())
                                    .map(ValueModel::property)
                                    .toList());
        }
        return value;
    }

    /** Its value as things stand, in the transaction of the thread if there is one. */
    @SuppressWarnings("unchecked") // the store keeps values of the declared type only
    public static <T> @Nullable T read(EntityStore store, Property<T> global) {
        ValueModel value = find(store.model(), global);
        Optional<Object> stored = store.transactions()
                .reading(jdbc -> Optional.ofNullable(store.queries().global(value, jdbc)));
        return (T) stored.orElse(null);
    }
}
