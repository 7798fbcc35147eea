package com.example.faulty;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.testkit.database.DatabaseSource.FreshDatabase;
import dev.entail.testkit.invariant.DerivedValues;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A model behind a driver from outside, with a fault at every statement from the opening on")
final class FaultsTest {
    private static final int STATEMENTS = 60;
    private static final Entity HOUSE = entity("House", text("street"));
    private static final Entity ROOM = entity("Room", text("name"));
    private static final Relation ROOMS = manyToOne(ROOM, "house", HOUSE, "rooms");
    private static final Model MODEL = Model.model("Houses")
            .facts(HOUSE, ROOM, ROOMS)
            .derive(HOUSE, integer("roomCount"), Count.of("rooms"))
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"error", "cut"})
    @DisplayName("STO-606 STO-634: what fails has a code and leaves nothing half done; the next one goes on with it")
    void everywhere(String fault) {
        List<Integer> failed = new ArrayList<>();
        for (int n = 1; n <= STATEMENTS; n++) {
            FreshDatabase fresh = new FaultySource().create();
            String url = fresh.config().url().replace(":none:", ":" + fault + "@" + n + ":");
            int before = work(url, n, failed);
            try (Entail entail = Entail.open(fresh.config().url(), MODEL)) {
                assertThat(entail.query(HOUSE).count()).as("%s at %s", fault, n).isEqualTo(before);
                entail.create(HOUSE, house());
                assertThat(entail.query(ROOM).count()).isEqualTo((before + 1) * 2L);
                DerivedValues.assertTrue(entail);
            }
            fresh.removal().run();
        }
        assertThat(failed)
                .as("points at which %s was not survived", fault)
                .isNotEmpty()
                .doesNotContain(STATEMENTS);
    }

    /** Opens and writes until something fails; tells how many houses have been stored for sure. */
    private static int work(String url, int n, List<Integer> failed) {
        int stored = 0;
        try (Entail entail = Entail.with(MODEL).open(DatabaseConfig.of(url))) {
            for (int i = 0; i < 3; i++) {
                entail.create(HOUSE, house());
                stored++;
            }
        } catch (EntailException e) {
            assertThat(e.code()).isIn("DATABASE_ERROR", "CONNECTION_LOST", "COMMIT_OUTCOME_UNKNOWN");
            failed.add(n);
        }
        return stored;
    }

    private static Draft house() {
        return Draft.of("street", "Elm").set("rooms", List.of(Draft.of("name", "Attic"), Draft.of("name", "Hall")));
    }
}
