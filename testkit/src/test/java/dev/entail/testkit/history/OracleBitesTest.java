package dev.entail.testkit.history;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.computation.Count;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.error.EntailException;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("STO-956 a store that goes wrong is found out by random histories, in at most three operations")
final class OracleBitesTest {
    private static final Entity PERSON = entity("Person", text("name"), integer("age"));
    private static final Entity TEAM = entity("Team", text("name"));
    private static final Relation MEMBERS = Relation.oneToMany(TEAM, "members", PERSON, "team");
    private static final Relation FRIENDS =
            Relation.manyToMany(PERSON, "friends", PERSON, "friends").with(integer("since"));
    private static final View ADULTS = View.of("Adults", PERSON, Match.gt("age", 1));
    private static final Model MODEL = Model.model("Bites")
            .facts(PERSON, TEAM, MEMBERS, FRIENDS, ADULTS)
            .derive(TEAM, integer("size"), Count.of("members"))
            .derive(integer("people"), Count.of(PERSON))
            .build();

    private static final FuzzOptions OPTIONS = FuzzOptions.standard().histories(200);
    private static final Pattern SIZE = Pattern.compile("after (\\d+) of (\\d+) operations");

    private static Fuzzing fuzzing(Function<Model, Subject> store) {
        return new Fuzzing(MODEL, 0, new Arena(() -> store.apply(MODEL)), OPTIONS, Set.of());
    }

    private static void bites(Function<Model, Subject> wrong) {
        AssertionError error =
                catchThrowableOfType(AssertionError.class, () -> fuzzing(wrong).run(OPTIONS.seed()));
        assertThat(error).as("nothing was found").isNotNull();
        Matcher size = SIZE.matcher(error.getMessage());
        assertThat(size.find()).as(error.getMessage()).isTrue();
        assertThat(Integer.parseInt(size.group(1))).as(error.getMessage()).isLessThanOrEqualTo(3);
    }

    @Test
    @DisplayName("a store that is right is not accused, on this and on random models")
    void right() {
        Fuzzing fuzzing = fuzzing(MemorySubject::new);
        fuzzing.run(OPTIONS.seed());
        assertThat(fuzzing.accepted()).isGreaterThan(OPTIONS.histories() * 3);
        // This store neither counts beyond one history nor tells of records that nobody has made by hand.
        ModelGenerator models =
                new ModelGenerator(EnumSet.complementOf(EnumSet.of(Feature.ENTAILED_RECORDS, Feature.NUMBERS)));
        for (long seed = 1; seed <= 20; seed++) {
            Model model = models.model(seed);
            new Fuzzing(model, seed, new Arena(() -> new MemorySubject(model)), OPTIONS.histories(5), Set.of())
                    .run(seed);
        }
    }

    @Test
    @DisplayName("links that are made are not there")
    void dropsLinks() {
        bites(model -> new Wrong(model) {
            @Override
            boolean drops(RecordDefinition relation, RecordId source, RecordId target) {
                return relation.equals(FRIENDS) && source.equals(target);
            }
        });
    }

    @Test
    @DisplayName("values of links get lost")
    void losesLinkValues() {
        bites(model -> new Wrong(model) {
            @Override
            Draft linkValues(Draft values) {
                return Draft.empty();
            }
        });
    }

    @Test
    @DisplayName("an event is missing, told twice, or about something else")
    void eventsDiffer() {
        bites(model -> new Wrong(model) {
            @Override
            List<Effect> told(List<Effect> effects) {
                return effects.stream()
                        .filter(effect -> !(effect.mutation() instanceof MutationEvent.Deleted))
                        .toList();
            }
        });
        bites(model -> new Wrong(model) {
            @Override
            List<Effect> told(List<Effect> effects) {
                List<Effect> twice = new ArrayList<>(effects);
                effects.stream()
                        .filter(effect -> effect.mutation() instanceof MutationEvent.Updated)
                        .forEach(twice::add);
                return twice;
            }
        });
        bites(model -> new Wrong(model) {
            @Override
            List<Effect> told(List<Effect> effects) {
                return effects.reversed();
            }
        });
    }

    @Test
    @DisplayName("a count, a derived value or a value of the model is wrong")
    void numbers() {
        bites(model -> new Wrong(model) {
            @Override
            long counted(Query query, long count) {
                return count == 2 ? 3 : count;
            }
        });
        bites(model -> new Wrong(model) {
            @Override
            public Object global(ValueModel global) {
                return Math.min(1, (Long) super.global(global));
            }
        });
        bites(model -> new Wrong(model) {
            @Override
            List<Row> found(Query query, List<Row> rows) {
                return rows.stream().map(Wrong::emptySize).toList();
            }
        });
    }

    @Test
    @DisplayName("a mean takes null for nothing")
    void aggregates() {
        bites(model -> new Wrong(model) {
            @Override
            public List<Object> aggregate(Query query, List<Aggregate> aggregates) {
                List<Object> numbers = new ArrayList<>(super.aggregate(query, aggregates));
                for (int i = 0; i < numbers.size(); i++) {
                    if (aggregates.get(i).function() == Aggregate.Function.AVG && numbers.get(i) == null) {
                        numbers.set(i, BigDecimal.ZERO);
                    }
                }
                return numbers;
            }
        });
    }

    @Test
    @DisplayName("a condition with null holds, a page is too long, a view has too many members")
    void questions() {
        bites(model -> new Wrong(model) {
            @Override
            Query asked(Query query) {
                boolean negated = query.match() instanceof Match.Not not && not.part() instanceof Match.Comparison;
                return negated
                        ? new Query(query.record(), query.selection(), Match.all(), query.order(), query.page())
                        : query;
            }
        });
        bites(model -> new Wrong(model) {
            @Override
            Query asked(Query query) {
                Long limit = query.page().limit();
                return limit == null ? query : query.limit(limit + 1);
            }
        });
        bites(model -> new Wrong(model) {
            @Override
            Query asked(Query query) {
                return query.record().equals("Adults")
                        ? new Query("Person", query.selection(), query.match(), query.order(), query.page())
                        : query;
            }
        });
    }

    @Test
    @DisplayName("what must be refused is accepted, or refused with another code")
    void refusals() {
        bites(model -> new Wrong(model) {
            @Override
            Draft written(Draft draft) {
                Draft mended = Draft.empty();
                for (Map.Entry<String, Object> entry : draft.values().entrySet()) {
                    mended = entry.getKey().equals("noSuchAttribute")
                            ? mended
                            : mended.set(entry.getKey(), entry.getValue());
                }
                return mended;
            }
        });
        bites(model -> new Wrong(model) {
            @Override
            EntailException refused(EntailException e) {
                return new EntailException("SOMETHING_ELSE", "refused", Map.of(), null);
            }
        });
    }

    @Test
    @DisplayName("a rollback that leaves something is found out")
    void halfRolledBack() {
        bites(model -> new Wrong(model) {
            @Override
            public List<Effect> transaction(Consumer<Writer> work) {
                try {
                    return super.transaction(work);
                } catch (EntailException e) {
                    throw e;
                } catch (RuntimeException e) {
                    super.transaction(writer -> writer.create(TEAM, Draft.empty()));
                    throw e;
                }
            }
        });
    }

    @Test
    @DisplayName("the file of a history that went wrong plays the very same history again")
    void replay() {
        Function<Model, Subject> wrong = model -> new Wrong(model) {
            @Override
            Draft linkValues(Draft values) {
                return Draft.empty();
            }
        };
        AssertionError first =
                catchThrowableOfType(AssertionError.class, () -> fuzzing(wrong).run(OPTIONS.seed()));
        Matcher file = Pattern.compile("-Dentail.replay=(.*)").matcher(first.getMessage());
        assertThat(file.find()).isTrue();
        History smallest = Replay.read(Path.of(file.group(1))).history();
        AssertionError again =
                catchThrowableOfType(AssertionError.class, () -> fuzzing(wrong).run(smallest));
        assertThat(again.getMessage().lines().skip(1).limit(2))
                .first()
                .isEqualTo(first.getMessage().lines().skip(1).findFirst().orElseThrow());
        fuzzing(MemorySubject::new).run(smallest);
    }

    /** A store with one fault; each test overrides one method. */
    private abstract static class Wrong extends MemorySubject {
        Wrong(Model model) {
            super(model);
        }

        boolean drops(RecordDefinition relation, RecordId source, RecordId target) {
            return false;
        }

        Draft linkValues(Draft values) {
            return values;
        }

        Draft written(Draft draft) {
            return draft;
        }

        List<Effect> told(List<Effect> effects) {
            return effects;
        }

        Query asked(Query query) {
            return query;
        }

        List<Row> found(Query query, List<Row> rows) {
            return rows;
        }

        long counted(Query query, long count) {
            return count;
        }

        EntailException refused(EntailException e) {
            return e;
        }

        static Row emptySize(Row row) {
            Map<String, Object> values = new LinkedHashMap<>(row.values());
            values.computeIfPresent("size", (name, value) -> 0L);
            return new Row(row.id(), values);
        }

        @Override
        public List<Effect> transaction(Consumer<Writer> work) {
            try {
                return told(super.transaction(writer -> work.accept(new WrongWriter(this, writer))));
            } catch (EntailException e) {
                throw refused(e);
            }
        }

        @Override
        public List<Row> list(Query query) {
            return found(query, super.list(asked(query)));
        }

        @Override
        public long count(Query query) {
            return counted(query, super.count(asked(query)));
        }
    }

    private record WrongWriter(Wrong wrong, Subject.Writer right) implements Subject.Writer {
        @Override
        public RecordId create(RecordDefinition record, Draft draft) {
            return right.create(record, wrong.written(draft));
        }

        @Override
        public List<RecordId> createAll(RecordDefinition record, List<Draft> drafts) {
            return right.createAll(record, drafts.stream().map(wrong::written).toList());
        }

        @Override
        public RecordId link(RecordDefinition relation, RecordId source, RecordId target, Draft values) {
            RecordId id = right.link(relation, source, target, wrong.linkValues(values));
            if (wrong.drops(relation, source, target)) {
                right.unlink(relation, source, target);
            }
            return id;
        }

        @Override
        public boolean unlink(RecordDefinition relation, RecordId source, RecordId target) {
            return right.unlink(relation, source, target);
        }

        @Override
        public boolean update(RecordDefinition record, RecordId id, Draft changes) {
            return right.update(record, id, wrong.written(changes));
        }

        @Override
        public long updateAll(RecordDefinition record, Match match, Draft changes) {
            return right.updateAll(record, match, changes);
        }

        @Override
        public boolean delete(RecordDefinition record, RecordId id) {
            return right.delete(record, id);
        }

        @Override
        public long deleteAll(RecordDefinition record, Match match) {
            return right.deleteAll(record, match);
        }

        @Override
        public boolean setGlobal(ValueModel global, @Nullable Object value) {
            return right.setGlobal(global, value);
        }

        @Override
        public long count(Query query) {
            return wrong.counted(query, right.count(query));
        }

        @Override
        public void attempt(Runnable part) {
            right.attempt(part);
        }
    }
}
