/** Chat beside a large transfer over one real link, and how long its lines take. Its sessions are whole ones. */
@NullMarked
package worldmesh.benchmarks.chat;

import org.jspecify.annotations.NullMarked;
