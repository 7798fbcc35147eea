package dev.entail.storage.read;

/** Short table aliases, unique within one statement. */
final class Aliases {
    private int count;

    String next() {
        return "t" + count++;
    }
}
