package dev.entail.testkit.history;

/**
 * Where a store and the reference went apart.
 *
 * @param kind what kind of difference, in one word; shrinking keeps to it
 * @param text what is different, in lines
 */
public record Difference(String kind, String text) {
    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
