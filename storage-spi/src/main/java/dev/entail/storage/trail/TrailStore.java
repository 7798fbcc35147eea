package dev.entail.storage.trail;

import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.PhysicalNames;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The table of who changed what last. Rows are written in a fixed order, so that transactions do not block each other. Thread-safe. */
public final class TrailStore {
    /** Physical name of the table. */
    public static final String TABLE = "_entail_trail_";

    private static final List<String> KEY = List.of("record", "record_id", "value");
    private static final List<ColumnType> KEY_TYPES = List.of(ColumnType.KEY_TEXT, ColumnType.ID, ColumnType.KEY_TEXT);
    private static final List<String> FACTS = List.of("source", "event_id", "occurred_at");
    private static final List<ColumnType> FACT_TYPES =
            List.of(ColumnType.KEY_TEXT, ColumnType.ID, ColumnType.TIMESTAMP);

    /** Columns of keys have at most 255 characters. */
    private static final PhysicalNames NAMES = new PhysicalNames(255);

    private final SqlTemplate upsert;
    private final SqlTemplate forget;
    private final SqlTemplate select;

    /** The trail in a database of this dialect. */
    public TrailStore(Dialect dialect) {
        String table = dialect.quote(TABLE);
        List<ColumnType> types = new ArrayList<>(KEY_TYPES);
        types.addAll(FACT_TYPES);
        List<String> assignments = new ArrayList<>();
        for (int i = 0; i < FACTS.size(); i++) {
            assignments.add(dialect.quote(FACTS.get(i)) + " = " + dialect.placeholder(FACT_TYPES.get(i)));
        }
        List<String> columns = new ArrayList<>(quoted(dialect, KEY));
        columns.addAll(quoted(dialect, FACTS));
        List<ColumnType> parameters = new ArrayList<>(types);
        parameters.addAll(FACT_TYPES);
        this.upsert =
                new SqlTemplate(dialect.upsert(table, columns, types, quoted(dialect, KEY), assignments), parameters);
        String ofRecord = " WHERE " + dialect.quote("record") + " = ? AND " + dialect.quote("record_id") + " = ?";
        this.forget = new SqlTemplate("DELETE FROM " + table + ofRecord, KEY_TYPES.subList(0, 2));
        this.select = new SqlTemplate(
                "SELECT " + String.join(", ", quoted(dialect, FACTS)) + " FROM " + table + ofRecord + " AND "
                        + dialect.quote("value") + " = ?",
                KEY_TYPES);
    }

    private static List<String> quoted(Dialect dialect, List<String> columns) {
        return columns.stream().map(dialect::quote).toList();
    }

    /** The statement that creates the table. */
    public static String create(Dialect dialect) {
        StringBuilder text =
                new StringBuilder("CREATE TABLE ").append(dialect.quote(TABLE)).append(" (");
        for (int i = 0; i < KEY.size(); i++) {
            text.append(dialect.quote(KEY.get(i)))
                    .append(' ')
                    .append(dialect.columnType(KEY_TYPES.get(i)))
                    .append(" NOT NULL, ");
        }
        for (int i = 0; i < FACTS.size(); i++) {
            text.append(dialect.quote(FACTS.get(i)))
                    .append(' ')
                    .append(dialect.columnType(FACT_TYPES.get(i)))
                    .append(", ");
        }
        return text.append("PRIMARY KEY (")
                .append(String.join(", ", quoted(dialect, KEY)))
                .append("))")
                .append(dialect.tableOptions())
                .toString();
    }

    /** Notes that some values were changed by one thing. */
    public void note(Jdbc jdbc, List<Place> places, TrailEntry by) {
        Map<Place, List<? extends @Nullable Object>> rows = new TreeMap<>(Place.ORDER);
        for (Place place : places) {
            List<@Nullable Object> row = new ArrayList<>(key(place));
            RecordId event = by.event();
            List<@Nullable Object> facts =
                    Arrays.asList(NAMES.of(by.source()), event == null ? null : event.value(), by.occurredAt());
            row.addAll(facts);
            row.addAll(facts);
            rows.put(place, row);
        }
        if (!rows.isEmpty()) {
            jdbc.updateAll(upsert, List.copyOf(rows.values()));
        }
    }

    /** Forgets everything about some records, by one place in each. */
    public void forget(Jdbc jdbc, List<Place> records) {
        List<List<Object>> rows = records.stream()
                .sorted(Place.ORDER)
                .map(place -> key(place).subList(0, 2))
                .toList();
        if (!rows.isEmpty()) {
            jdbc.updateAll(forget, rows);
        }
    }

    /** What changed a value last, as far as it was noted. */
    public Optional<TrailEntry> last(Jdbc jdbc, Place place) {
        return jdbc.query(select, key(place), TrailStore::entry).stream().findFirst();
    }

    private static TrailEntry entry(Jdbc.Cells cells) throws SQLException {
        Long event = (Long) cells.get(2, FACT_TYPES.get(1));
        return new TrailEntry(
                (String) Objects.requireNonNull(cells.get(1, FACT_TYPES.get(0))),
                event == null ? null : RecordId.of(event),
                (Instant) Objects.requireNonNull(cells.get(3, FACT_TYPES.get(2))));
    }

    private static List<Object> key(Place place) {
        return List.of(NAMES.of(place.record()), place.id().value(), NAMES.of(place.value()));
    }

    /**
     * A value of a record.
     *
     * @param value name of the value, or an empty text for the record itself
     */
    public record Place(String record, RecordId id, String value) {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::record).thenComparing(Place::id).thenComparing(Place::value);
    }
}
