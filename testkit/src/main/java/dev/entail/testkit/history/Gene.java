package dev.entail.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an operation or question of a history grows from: a seed, and which simpler versions were taken while shrinking. A
 * gene means the same as long as the model and the generator stay the same.
 *
 * @param seed all choices follow from it
 * @param simpler which simpler version was taken, one step after the other
 */
public record Gene(long seed, List<Integer> simpler) {
    public Gene {
        simpler = List.copyOf(simpler);
    }

    /** As it was generated. */
    static Gene of(long seed) {
        return new Gene(seed, List.of());
    }

    /** One step simpler. */
    Gene simplified(int version) {
        List<Integer> longer = new ArrayList<>(simpler);
        longer.add(version);
        return new Gene(seed, longer);
    }

    static Gene parse(String text) {
        String[] parts = text.trim().split("\\s+");
        List<Integer> versions = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            versions.add(Integer.valueOf(parts[i]));
        }
        return new Gene(Long.parseLong(parts[0]), versions);
    }

    @Override
    public String toString() {
        return seed + simpler.stream().map(version -> " " + version).collect(Collectors.joining());
    }
}
