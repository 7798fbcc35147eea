package dev.entail.testkit.history;

/** Leaves the comparison at the first difference. */
final class DifferenceFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Difference difference;

    DifferenceFound(String kind, String text) {
        super(text, null, false, false);
        this.difference = new Difference(kind, text);
    }

    Difference difference() {
        return difference;
    }
}
