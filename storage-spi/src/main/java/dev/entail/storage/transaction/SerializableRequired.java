package dev.entail.storage.transaction;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;

/**
 * Work turned out to need SERIALIZABLE in a transaction at READ COMMITTED. Whoever can run it again does so, at once and
 * at that level (STO-630).
 */
public final class SerializableRequired extends EntailException {
    private static final long serialVersionUID = 1L;

    SerializableRequired(String transaction) {
        super(
                ErrorCode.SERIALIZABLE_REQUIRED,
                "'" + transaction + "' runs at READ COMMITTED, but a part of it needs SERIALIZABLE; begin it at that"
                        + " level");
    }
}
