package dev.entail.testkit.history;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much to try. Immutable; every method returns new options.
 *
 * @param seed all histories follow from it
 * @param histories how many
 * @param transactions how many in each history
 * @param features what may be made use of
 * @param questions whether there are random questions
 * @param shrinking greatest number of attempts to make a failing history smaller
 * @param replay the file of a history to be played instead of random ones; null for none
 */
public record FuzzOptions(
        long seed,
        int histories,
        int transactions,
        Set<Feature> features,
        boolean questions,
        int shrinking,
        @Nullable Path replay) {
    /** System property with another seed. */
    public static final String SEED = "entail.seed";

    /** System property with the file of a history to be played instead of random ones. */
    public static final String REPLAY = "entail.replay";

    public FuzzOptions {
        Objects.requireNonNull(features, "features");
        features = Set.copyOf(features);
    }

    /** Twenty histories of eight transactions with everything, from the seed of the system property or 1. */
    public static FuzzOptions standard() {
        String file = System.getProperty(REPLAY);
        Path replay = file == null ? null : Path.of(file);
        return new FuzzOptions(Long.getLong(SEED, 1L), 20, 8, EnumSet.allOf(Feature.class), true, 2000, replay);
    }

    /** The same from another seed, unless the system property demands one. */
    public FuzzOptions seed(long other) {
        return new FuzzOptions(
                Long.getLong(SEED, other), histories, transactions, features, questions, shrinking, replay);
    }

    /** The same with another number of histories. */
    public FuzzOptions histories(int other) {
        return new FuzzOptions(seed, other, transactions, features, questions, shrinking, replay);
    }

    /** The same with another number of transactions in each history. */
    public FuzzOptions transactions(int other) {
        return new FuzzOptions(seed, histories, other, features, questions, shrinking, replay);
    }

    /** The same with these features only. */
    public FuzzOptions features(Set<Feature> others) {
        return new FuzzOptions(seed, histories, transactions, others, questions, shrinking, replay);
    }

    /** The same without a feature. */
    public FuzzOptions without(Feature feature) {
        Set<Feature> less = EnumSet.allOf(Feature.class);
        less.retainAll(features);
        less.remove(feature);
        return features(less);
    }

    /** The history of a file instead of random ones, or random ones if it is null. */
    public FuzzOptions replay(@Nullable Path file) {
        return new FuzzOptions(seed, histories, transactions, features, questions, shrinking, file);
    }

    /** The same without random questions. */
    public FuzzOptions withoutQuestions() {
        return new FuzzOptions(seed, histories, transactions, features, false, shrinking, replay);
    }
}
