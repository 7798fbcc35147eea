package dev.entail.testkit.history;

import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import java.util.List;

/** The relation attributes of a record that have one meaning. */
final class Navigations {
    private Navigations() {}

    /** All but the ends of links without a direction: which of their ends is called source is not said. */
    static List<Navigation> of(Model model, String record) {
        return model.record(record).navigations().values().stream()
                .filter(navigation ->
                        !navigation.isEnd() || !navigation.relation().isSymmetric())
                .toList();
    }
}
