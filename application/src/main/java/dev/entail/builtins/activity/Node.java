package dev.entail.builtins.activity;

import dev.entail.builtins.interaction.Interaction;
import java.util.Objects;

/** Something that is to be done at one place of a sequence: an interaction, or a group of sequences. */
public sealed interface Node permits Node.Call, Group {
    /**
     * What the node is called in stored states: it depends on names alone, so that it is the same after a restart, and as
     * long as the names stay the same (ACT-41).
     */
    String id();

    /**
     * An interaction.
     *
     * @param interaction what is asked for
     */
    record Call(Interaction interaction) implements Node {
        public Call {
            Objects.requireNonNull(interaction, "interaction");
        }

        @Override
        public String id() {
            return interaction.name();
        }
    }
}
