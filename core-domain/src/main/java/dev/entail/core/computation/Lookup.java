package dev.entail.core.computation;

import java.util.Objects;

/**
 * The value of the one record that is related under an attribute; null if there is none. It is stored with the record that
 * looks, so it can be matched, sorted and computed with like a value of its own, and it follows every change.
 *
 * @param attribute relation attribute that leads to one record; of a relation also {@code source} or {@code target}
 * @param value the value there, stored or derived; a path over further single relations is possible
 */
public record Lookup(String attribute, String value) implements Computation.Elementary {
    public Lookup {
        Objects.requireNonNull(attribute, "attribute");
        Objects.requireNonNull(value, "value");
    }

    /** The value at the end of a path such as {@code author.name}. */
    public static Lookup of(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? new Lookup(path, "") : new Lookup(path.substring(0, dot), path.substring(dot + 1));
    }

    /** The path. */
    public String path() {
        return attribute + "." + value;
    }
}
