package dev.entail.runtime.explanation;

import dev.entail.core.value.RecordId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a value is what it is.
 *
 * @param path record and value, such as {@code Post.likeCount}
 * @param id the record
 * @param value what is stored
 * @param computation what yields it, in words; {@code a fact} if nothing does
 * @param sources the records that it follows from now, at most {@link #LIMIT} of each relation or set
 * @param isComplete whether these are all
 * @param lastChange what changed it last; empty if that is not noted, see {@code EntailBuilder.tracing}
 */
public record ValueExplanation(
        String path,
        RecordId id,
        @Nullable Object value,
        String computation,
        List<Source> sources,
        boolean isComplete,
        Optional<LastChange> lastChange) {
    /** How many records of each relation or set are told. */
    public static final int LIMIT = 100;

    public ValueExplanation {
        sources = List.copyOf(sources);
    }

    /** The explanation as text, one line for each source. */
    public String describe() {
        return path + " of " + id + " is " + value + ": " + computation
                + sources.stream().map(source -> "\n  from " + source).collect(Collectors.joining())
                + (isComplete ? "" : "\n  and more")
                + lastChange.map(change -> "\n  last changed by " + change).orElse("");
    }

    @Override
    public String toString() {
        return describe();
    }
}
