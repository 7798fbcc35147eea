package dev.entail.core.model;

import static dev.entail.core.definition.Constraint.identity;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Sequence;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.match.Match;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Sequences and global values of a model")
final class SequenceCheckTest {
    private static final Entity TEAM = entity("Team", text("name"));
    private static final Entity TICKET =
            entity("Ticket", text("kind"), timestamp("at"), json("extra"), integer("weight"));
    private static final Relation TICKETS = manyToOne(TICKET, "team", TEAM, "tickets");
    private static final Sequence SEQUENCE = Sequence.scoped("numbers").per("team");

    private static ModelBuilder desk() {
        return Model.model("Desk")
                .facts(TEAM, TICKET, TICKETS)
                .derive(TICKET, text("label"), Computed.from("kind", row -> row.get("kind")));
    }

    private static List<String> codes(ModelBuilder builder) {
        return catchThrowableOfType(InvalidModelException.class, builder::build).problems().stream()
                .map(Problem::code)
                .toList();
    }

    private static List<String> codes(Sequence sequence) {
        return codes(desk().derive(TICKET, integer("no"), sequence));
    }

    @Test
    @DisplayName("T-049 MOD-110 MOD-111 a sequence has a name, a scope that is known at creation, and a step")
    void declarations() {
        assertThat(codes(Sequence.scoped("a b").per("team"))).containsExactly("DECL_NAME_INVALID");
        assertThat(codes(Sequence.scoped("n"))).containsExactly("DECL_SEQUENCE");
        assertThat(codes(SEQUENCE.per("team", "team"))).containsExactly("DECL_SEQUENCE");
        assertThat(codes(SEQUENCE.per(".a"))).containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(SEQUENCE.step(0))).containsExactly("DECL_SEQUENCE");
        for (String name : List.of("label", "at", "extra")) {
            assertThat(codes(SEQUENCE.per(name))).as(name).containsExactly("DECL_SEQUENCE");
        }
        assertThat(codes(desk().derive(TEAM, integer("no"), Sequence.scoped("n").per("tickets"))))
                .containsExactly("DECL_SEQUENCE");
        assertThat(codes(desk().derive(TICKET, integer("a"), SEQUENCE).derive(TICKET, integer("b"), SEQUENCE)))
                .containsExactly("DECL_SEQUENCE");
        assertThat(codes(desk().derive(TICKET, text("no"), SEQUENCE))).containsExactly("DECL_TYPE_MISMATCH");
        assertThat(codes(desk().derive(integer("no"), SEQUENCE))).containsExactly("SETUP_COMPUTATION_CONTEXT");
        assertThat(codes(desk().constrain(TICKET, identity("i", "weight")).derive(TICKET, integer("no"), SEQUENCE)))
                .containsExactly("SETUP_COMPUTATION_CONTEXT");
    }

    @Test
    @DisplayName("T-049 MOD-115 the condition of a sequence looks at plain values only, with the operators of keys")
    void conditions() {
        assertThat(codes(SEQUENCE.where(Match.gt("weight", 1)))).containsExactly("DECL_SEQUENCE");
        assertThat(codes(SEQUENCE.where(Match.eq("no", 1)))).containsExactly("DECL_SEQUENCE");
        assertThat(codes(SEQUENCE.where(Match.eq("label", "x")))).contains("SETUP_CONSTRAINT_ATTRIBUTE");
        assertThat(desk().derive(TICKET, integer("no"), SEQUENCE.where(Match.ne("kind", "skip")))
                        .build()
                        .evaluationOrder())
                .hasSize(2);
    }

    @Test
    @DisplayName("T-026 T-060 DIC-01 DIC-10 a global value has a name that no other one has")
    void globals() {
        assertThat(codes(desk().globals(text("a b")))).containsExactly("DECL_NAME_INVALID");
        assertThat(codes(desk().globals(text("d"), integer("D")))).containsExactly("DECL_PROPERTY_DUPLICATE");
        Property<Long> teams = integer("teams");
        assertThat(codes(desk().globals(teams).derive(teams, Count.of(TEAM))))
                .containsExactly("DECL_PROPERTY_DUPLICATE");
        assertThat(desk().globals(text("d").defaultTo("x")).build().globals()).containsOnlyKeys("d");
    }
}
