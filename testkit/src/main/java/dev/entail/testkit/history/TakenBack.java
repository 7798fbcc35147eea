package dev.entail.testkit.history;

/** Takes a transaction, or a part of one, back on purpose. */
final class TakenBack extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TakenBack() {
        super("taken back", null, false, false);
    }
}
