package dev.entail.core.error;

/** The codes that the framework itself uses. The handbook lists them with their remedies. */
public enum ErrorCode {
    /** The model has problems; {@link InvalidModelException#problems()} lists all of them. */
    MODEL_INVALID,
    /** No driver on the class path accepts the JDBC URL. */
    DRIVER_NOT_FOUND,
    /** More than one driver on the class path accepts the JDBC URL. */
    DRIVER_AMBIGUOUS,
    /** The database could not be opened with the given URL, credentials or properties. */
    DATABASE_UNREACHABLE,
    /** The pool had no connection to give in time: all are in use, or it is closed. */
    NO_CONNECTION,
    /** The database cannot do what was asked of it, for example offer an isolation level. */
    CAPABILITY_MISSING,
    /** What is stored differs from the model in a way that cannot be added safely. */
    SCHEMA_MISMATCH,
    /** A constraint cannot be set up: stored records break it, or the database refuses its index. */
    CONSTRAINT_SETUP_FAILED,
    /** A name in a query, a match or a write is not declared in the model. */
    UNKNOWN_NAME,
    /** A value does not fit the declared type. */
    VALUE_MISMATCH,
    /** A query or a match is malformed: a wrong operator, operand, path or page. */
    QUERY_INVALID,
    /** A query without a page of its own found more records than one read may have, or needs too many parameters. */
    QUERY_TOO_LARGE,
    /** A cursor is damaged or belongs to another query. */
    CURSOR_INVALID,
    /** A write is malformed, for example it sets a derived property. */
    WRITE_INVALID,
    /** A record that is referred to does not exist, or is still referred to and cannot go. */
    REFERENCE_NOT_FOUND,
    /** A record that depends on another one would lose its owner, or an owner get a second dependent where it can have one. */
    RELIANCE_VIOLATION,
    /** A value that must be unique is already taken. */
    UNIQUE_CONSTRAINT_VIOLATION,
    /** A value that must be present is missing. */
    NON_NULL_CONSTRAINT_VIOLATION,
    /** A write would change a value that says which record it is. */
    IDENTITY_IMMUTABLE,
    /** A record that is to be numbered lacks a value of the scope in which it is numbered. */
    SEQUENCE_SCOPE_MISSING,
    /** A write would change the scope in which a record has been numbered. */
    SEQUENCE_SCOPE_IMMUTABLE,
    /** An atomic operation on a value that must not be changed behind the back of the framework. */
    ATOMIC_NOT_ALLOWED,
    /** A value is longer than its column can hold. */
    VALUE_TOO_LONG,
    /** A number or a timestamp is outside what its column can hold. */
    VALUE_OUT_OF_RANGE,
    /** The database refused a write because it, or the transaction, is read-only. */
    DATABASE_READ_ONLY,
    /** Another transaction was in the way: deadlock, serialization failure, lock timeout or a busy database. */
    CONCURRENCY_CONFLICT,
    /** The connection to the database was lost. */
    CONNECTION_LOST,
    /** The connection was lost while a commit was under way: it may or may not have taken effect. */
    COMMIT_OUTCOME_UNKNOWN,
    /** The database refused a statement for a reason that has no code of its own. */
    DATABASE_ERROR,
    /** A transaction was used after its end or from a thread that does not own it. */
    TRANSACTION_MISUSED,
    /** A transaction did not end within the time that it was given. */
    TRANSACTION_TIMEOUT,
    /** A part of a transaction at READ COMMITTED needs SERIALIZABLE. */
    SERIALIZABLE_REQUIRED,
    /** A transaction was retried as often as allowed and still met conflicts. */
    TRANSACTION_RETRY_EXHAUSTED,
    /** A dispatch was started inside a dispatch. */
    NESTED_DISPATCH,
    /** A dispatch was started in a transaction that it would not be a part of. */
    DISPATCH_IN_TRANSACTION,
    /** A business transaction was begun inside another one. */
    BUSINESS_TRANSACTION_NESTED,
    /** A dispatch in a business transaction that a refused dispatch has aborted. */
    BUSINESS_TRANSACTION_ABORTED,
    /** An idempotency key has been used with another request. */
    IDEMPOTENCY_CONFLICT,
    /** What was begun under an idempotency key has no answer yet. */
    IDEMPOTENCY_IN_FLIGHT,
    /** An idempotency key is too long, or what belongs to it cannot be kept. */
    IDEMPOTENCY_INVALID,
    /** A dispatch names an event source that the model does not have. */
    UNKNOWN_EVENT_SOURCE,
    /** A dispatch does not say who acts, and the interaction is not anonymous. */
    ACTOR_MISSING,
    /** Credentials are not accepted, or the record of who they belong to does not exist. */
    AUTHENTICATION_FAILED,
    /** The payload is not an object. */
    PAYLOAD_NOT_AN_OBJECT,
    /** The payload has a field that the interaction does not declare. */
    PAYLOAD_UNKNOWN_FIELD,
    /** A required field is missing. */
    PAYLOAD_MISSING,
    /** A field has a value of the wrong type. */
    PAYLOAD_TYPE_MISMATCH,
    /** A list was expected. */
    PAYLOAD_NOT_A_LIST,
    /** A value does not satisfy a constraint of its field. */
    PAYLOAD_CONSTRAINT_VIOLATED,
    /** The payload, or the context of the call, is larger than is taken. */
    PAYLOAD_TOO_LARGE,
    /** A reference was expected: an object with an id. */
    PAYLOAD_NOT_A_REFERENCE,
    /** A field refers to a record that does not exist. */
    PAYLOAD_REFERENCE_NOT_FOUND,
    /** A caller asked to look at what the data policy does not show. */
    READ_NOT_ALLOWED,
    /** A guard condition said no without a code of its own. */
    CONDITION_REJECTED,
    /** A guard condition gave no decision, or one that makes no sense. */
    CONDITION_INVALID_RESULT,
    /** A guard condition threw. */
    CONDITION_THROWN,
    /** A call brings a fact under a name that the framework gives facts under. */
    CONTEXT_RESERVED,
    /** A boolean expression in raw form is malformed. */
    LOGIC_INVALID,
    /** One event would take a value from one state to two. Make the triggers of the steps exclude each other. */
    TRANSITION_AMBIGUOUS,
    /** A step names a running activity that does not exist. */
    ACTIVITY_NOT_FOUND,
    /** A step names a running activity of another definition. */
    ACTIVITY_FOREIGN,
    /** A step that does not begin an activity names none. */
    ACTIVITY_ID_MISSING,
    /** It is not the turn of a step, or the activity is over. */
    ACTIVITY_STEP_UNAVAILABLE,
    /** Somebody else changed the activity at the same time. */
    ACTIVITY_CONFLICT,
    /** The stored state of an activity does not fit its definition. */
    ACTIVITY_STATE_MISMATCH,
    /** A callback of the application threw. */
    CALLBACK_FAILED,
    /** A function yields records that do not fit: two with one key, one without its key, or something else than records. */
    YIELD_INVALID,
    /** One transaction caused more mutations than the configured bound. */
    CASCADE_TOO_LONG,
    /** A side effect failed after the commit. */
    SIDE_EFFECT_FAILED,
    /** A side effect has a reserved name, or one that another has. */
    SIDE_EFFECT_INVALID,
    /** The record whose side effects are to run again does not exist any more. */
    RECORD_NOT_FOUND,
    /** A retention does not fit what it is about. */
    RETENTION_INVALID,
    /** A formula lacks the value of a variable, or is to be solved and has not exactly one. */
    EXPRESSION_VARIABLE,
    /** A formula has no finite value: it divides by zero, takes the root of a negative number, or grows out of range. */
    EXPRESSION_UNDEFINED,
    /** Nobody can tell when a comparison that follows the time changes. */
    EXPRESSION_UNSOLVABLE,
    /** Work that a value waits for failed, or its result could not be applied. */
    TASK_FAILED,
    /** A task or a worker is for something that is not an asynchronous value, or a task is not as far as was asked. */
    TASK_INVALID
}
