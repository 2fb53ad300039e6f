/** Runs one owner's events one after another: the thread, its mailbox and its timers. May use {@code runtime.time}. */
@NullMarked
package worldmesh.runtime.loop;

import org.jspecify.annotations.NullMarked;
