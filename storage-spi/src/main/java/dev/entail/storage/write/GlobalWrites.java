package dev.entail.storage.write;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Change;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.json.ValueCodec;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.GlobalsTable;
import dev.entail.storage.schema.Table;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sets global values that nothing derives (DIC-02, STO-502), and reads those that rows get copies of. The row of each has been
 * there since set-up.
 */
final class GlobalWrites {
    private final GlobalsTable globals;
    private final WriteTemplates templates;
    private final ValueCodec codec;
    private final MutationListener listener;
    private final Map<String, Optional<Object>> copied = new HashMap<>();

    GlobalWrites(GlobalsTable globals, WriteTemplates templates, ValueCodec codec, MutationListener listener) {
        this.globals = globals;
        this.templates = templates;
        this.codec = codec;
        this.listener = listener;
    }

    /** Sets a value and tells the listener what it was before; does nothing if it is the same. */
    boolean set(Jdbc jdbc, ValueModel global, @Nullable Object given) {
        if (global.isDerived()) {
            throw new EntailException(
                    ErrorCode.WRITE_INVALID.name(),
                    Model.GLOBALS + "." + global.name() + " is derived, only the framework writes it; change what it is"
                            + " derived from",
                    Map.of("record", Model.GLOBALS, "attribute", global.name()));
        }
        return derive(jdbc, global, given);
    }

    /** What a stored value is; its row is locked until the end of the transaction. */
    @Nullable
    Object read(Jdbc jdbc, ValueModel global) {
        Table table = globals.table();
        return read(jdbc, global, templates.select(table, List.of(globals.column(global)), List.of(table.key()), true));
    }

    /**
     * The same for a copy in a new row: until the end of the transaction nobody else changes the value, so that whoever changes
     * it next finds the row. Many may hold this lock at once, where the database has such locks.
     */
    @Nullable
    Object copy(Jdbc jdbc, ValueModel global) {
        Table table = globals.table();
        return copied.computeIfAbsent(
                        global.name(),
                        name -> Optional.ofNullable(read(
                                jdbc,
                                global,
                                templates.selectShared(table, List.of(globals.column(global)), List.of(table.key())))))
                .orElse(null);
    }

    /** Forgets what is known, after a part of the transaction was undone. */
    void forget() {
        copied.clear();
    }

    private @Nullable Object read(Jdbc jdbc, ValueModel global, SqlTemplate select) {
        Column column = globals.column(global);
        List<Optional<Object>> stored =
                jdbc.query(select, List.of(global.name()), cells -> Optional.ofNullable(cells.get(1, column.type())));
        return codec.decode(global.property(), stored.get(0).orElse(null));
    }

    /** The same as {@link #set} for any value that is stored. */
    boolean derive(Jdbc jdbc, ValueModel global, @Nullable Object given) {
        Object value = global.property().normalize(given, Model.GLOBALS + "." + global.name());
        Column column = globals.column(global);
        Object before = read(jdbc, global);
        if (Objects.equals(before, value)) {
            return false;
        }
        jdbc.update(
                templates.update(globals.table(), List.of(column)),
                Arrays.asList(codec.encode(global.property(), value), global.name()));
        copied.remove(global.name());
        listener.onMutations(List.of(new MutationEvent.Updated(
                Model.GLOBALS, Model.GLOBALS_ID, Map.of(global.name(), new Change.Replaced(before, value)))));
        return true;
    }
}
