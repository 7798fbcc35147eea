package dev.entail.storage.read;

/**
 * Stands for an operand in the shape of a query.
 *
 * @param index position among the operands
 * @param size for the operand of IN and NOT_IN the number of placeholders; otherwise {@link #SINGLE}
 */
record Slot(int index, int size) {
    /** One value, which may itself be a list. */
    static final int SINGLE = -1;
}
