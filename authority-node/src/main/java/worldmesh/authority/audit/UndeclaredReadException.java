package worldmesh.authority.audit;

/** A rule asked what the entry does not declare. */
final class UndeclaredReadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UndeclaredReadException(String what) {
        super(what);
    }
}
