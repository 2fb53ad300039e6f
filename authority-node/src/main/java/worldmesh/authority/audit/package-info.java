/** Runs the rules of log entries again and finds a holder that broke them. Pure. */
@NullMarked
package worldmesh.authority.audit;

import org.jspecify.annotations.NullMarked;
