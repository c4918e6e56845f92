/** A PostgreSQL server of its own in a temporary folder, without a port: reached through a socket, gone with its test. */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../scripts/lib.mjs';
import { findPostgres } from '../../scripts/postgres.mjs';

export class TestServer {
  #bin = findPostgres();
  #folder;

  /** @throws UserError where there is none */
  constructor() {
    if (this.#bin === null)
      throw new UserError('PostgreSQL is not on this machine (Debian: apt-get install postgresql).');
    this.#folder = mkdtempSync(join(tmpdir(), 'lipslate-pg-'));
    if (isRoot()) {
      const [uid, gid] = ['-u', '-g'].map((of) => Number(execFileSync('id', [of, 'postgres'])));
      chownSync(this.#folder, uid, gid);
    }
    this.#run('initdb', '-D', this.#data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '-N');
    this.start();
  }

  /** Of a database that is there from the start. */
  get url() {
    return `postgres://postgres@${encodeURIComponent(this.#folder)}/postgres`;
  }

  start() {
    const options = `-c listen_addresses= -c unix_socket_directories=${this.#folder}`;
    this.#run('pg_ctl', '-D', this.#data, '-l', join(this.#folder, 'log'), '-w', '-o', options, 'start');
  }

  /** @param how `immediate`: as in a crash, `fast`: whoever is connected is cut off */
  stop(how = 'fast') {
    this.#run('pg_ctl', '-D', this.#data, '-w', '-m', how, 'stop');
  }

  remove() {
    try {
      this.stop('immediate');
    } finally {
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }

  get #data() {
    return join(this.#folder, 'data');
  }

  /** It refuses to run as root. */
  #run(command, ...args) {
    const program = join(this.#bin, command);
    const [first, ...rest] = isRoot()
      ? ['runuser', '-u', 'postgres', '--', program, ...args]
      : [program, ...args];
    execFileSync(first, rest, { cwd: '/', stdio: 'ignore' });
  }
}

const isRoot = () => process.getuid?.() === 0;
