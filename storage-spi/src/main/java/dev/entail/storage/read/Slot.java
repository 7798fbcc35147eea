package dev.entail.storage.read;

import org.jspecify.annotations.Nullable;

/**
 * Stands for an operand: one of those of the query, or one that is part of the model.
 *
 * @param index position among the operands of the query; not used if there is a constant
 * @param size for the operand of IN and NOT_IN the number of placeholders; otherwise {@link #SINGLE}
 * @param constant the operand itself, if it does not change from query to query; otherwise null
 */
record Slot(int index, int size, @Nullable Object constant) {
    /** One value, which may itself be a list. */
    static final int SINGLE = -1;

    Slot(int index, int size) {
        this(index, size, null);
    }

    /** The operand. */
    Object value(Inputs inputs) {
        return constant == null ? inputs.operand(index) : constant;
    }
}
